/// The Python side: a script that loads a submission and does with it what one of its modes says.
///
/// It shares a process with the submission (except in mode `test`), so nothing it says is believed
/// beyond what the submission itself might say: a result, never a verdict. Frames on descriptor 3
/// are a byte that tells the kind, then text or JSON; see `DriverFrame`.
enum PythonDriver {
  static let sourceName = "driver.py"

  /// Compiles the driver, so that not every process must: interpreter `{0}`, `{support}` has the
  /// source, the result goes to `{output}`.
  static let compile = [
    "{0}", "-s", "-S", "-B", "-c",
    "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True, "
      + "invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)",
    "{support}/driver.py", "{output}/driver.pyc",
  ]

  /// Runs the compiled driver; a mode and its arguments follow. No site packages' settings, no
  /// settings of the environment's, no writing beside the sources.
  static let run = ["{0}", "-s", "-S", "-B", "{support}/driver.pyc"]

  static let source = program + codec + serving + testing + warming

  /// Shared beginnings, and running a submission as a program.
  private static let program = #"""
    import builtins
    import posix
    import sys

    LIMIT = 16 << 20
    # Far from the numbers that a submission's own files get, and not handed on to its children.
    CHANNEL = posix.dup2(3, 198, False)
    posix.close(3)


    def send(kind, body=b""):
        body = kind + body
        body = len(body).to_bytes(4, "little") + body
        while body:
            body = body[posix.write(CHANNEL, body):]


    def receive():
        head = take(4)
        return None if head is None else take(int.from_bytes(head, "little"))


    def take(count):
        data = bytearray()
        while len(data) < count:
            part = posix.read(CHANNEL, min(count - len(data), 1 << 20))
            if not part:
                return None
            data += part
        return bytes(data)


    def describe(error, skip=0):
        """The end of a trace, without the frames of this file."""
        import traceback
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == describe.__code__.co_filename:
            trace = trace.tb_next
        try:
            lines = traceback.format_exception(type(error), error, trace, limit=-8)
            return "".join(lines)[-4000:]
        except BaseException:
            return type(error).__name__


    def compiled(path, name):
        """The code of a file, or None after telling why there is none."""
        # Traces show the lines of the source, but no path that differs from run to run.
        name = path if path.startswith("/source/") else name
        try:
            with open(path, "rb") as file:
                source = file.read()
            return compile(source, name, "exec", 0, True)
        except BaseException as error:
            send(b"s", describe(error).encode("utf-8", "replace"))
            return None


    def prepare():
        # Without the site module two names are missing that programs use.
        import _sitebuiltins
        builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D")
        builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D")
        version = "python%d.%d" % sys.version_info[:2]
        sys.path[:1] = []
        sys.path += ["/usr/local/lib/" + version + "/dist-packages",
                     "/usr/lib/python3/dist-packages"]


    def program(path, beside=None):
        name = path.rpartition("/")[2] if beside else "solution.py"
        code = compiled(path, name)
        if code is None:
            posix._exit(1)
        if beside:
            sys.path.insert(0, path.rpartition("/")[0])
        send(b"l")
        posix.close(CHANNEL)
        sys.argv = [code.co_filename]
        module = type(sys)("__main__")
        module.__dict__.update(__file__=code.co_filename, __builtins__=builtins)
        sys.modules["__main__"] = module
        try:
            exec(code, module.__dict__)
        except SystemExit:
            raise
        except BaseException as error:
            trace = error.__traceback__ and error.__traceback__.tb_next
            sys.excepthook(type(error), error.with_traceback(trace), trace)
            raise SystemExit(1)


    """#

  /// Typed values to JSON and back; the forms are those of docs/problem-format.md.
  private static let codec = #"""
    class Unfit(Exception):
        pass


    PLAIN = {int, str, bool, type(None)}


    def encode(value, depth=0):
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is float:
            if value - value == 0:
                return value
            return {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}
        if depth > 200:
            raise Unfit("nested deeper than 200")
        depth += 1
        if kind is list:
            if PLAIN.issuperset(map(type, value)):
                return value
            return [encode(part, depth) for part in value]
        if kind is tuple:
            return {"$tuple": [encode(part, depth) for part in value]}
        if kind is dict:
            return {"$dict": [[encode(key, depth), encode(part, depth)]
                              for key, part in value.items()]}
        if kind is set:
            return {"$set": [encode(part, depth) for part in value]}
        if kind is frozenset:
            return {"$frozenset": [encode(part, depth) for part in value]}
        if kind is bytes or kind is bytearray:
            return {"$bytes": value.hex()}
        if kind is complex:
            return {"$complex": [part if type(part) is float else part["$float"]
                                 for part in (encode(value.real), encode(value.imag))]}
        return encode_derived(value, kind, depth)


    def encode_derived(value, kind, depth):
        """A subclass counts as the built-in value that it holds, whatever its methods say."""
        for base, plain in ((int, int.__int__), (float, float.__float__), (str, str.__str__),
                            (tuple, lambda v: tuple(tuple.__iter__(v))),
                            (list, lambda v: list(list.__iter__(v))),
                            (dict, lambda v: dict(dict.items(v))),
                            (set, lambda v: set(set.__iter__(v))),
                            (frozenset, lambda v: frozenset(frozenset.__iter__(v)))):
            if issubclass(kind, base):
                plain_value = plain(value)
                if type(plain_value) is base:
                    return encode(plain_value, depth)
        return {"$opaque": kind.__name__[:200]}


    class Opaque:
        """What the other side could not send: equal to nothing, of use for nothing."""
        __slots__ = ("_name",)

        def __init__(self, name):
            self._name = name

        def __eq__(self, other):
            return False

        def __ne__(self, other):
            return True

        __hash__ = None

        def __repr__(self):
            return "<opaque %s>" % self._name


    def decode(data):
        kind = type(data)
        if kind is list:
            if PLAIN.issuperset(map(type, data)):
                return data
            return [decode(part) for part in data]
        if kind is not dict:
            return data
        if len(data) == 1:
            (tag, body), = data.items()
            if tag == "$tuple":
                return tuple(map(decode, body))
            if tag == "$dict":
                return {decode(key): decode(part) for key, part in body}
            if tag == "$set":
                return set(map(decode, body))
            if tag == "$frozenset":
                return frozenset(map(decode, body))
            if tag == "$bytes":
                return bytes.fromhex(body)
            if tag == "$float":
                return float(body)
            if tag == "$complex":
                return complex(*map(float, body))
            if tag == "$opaque":
                return Opaque(body)
        return {key: decode(part) for key, part in data.items()}


    def lift_digits(body):
        """Integers of any length may pass, whatever limit the interpreter puts on digits."""
        if not hasattr(sys, "set_int_max_str_digits"):
            return body()
        old = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            return body()
        finally:
            sys.set_int_max_str_digits(old)


    def pack(value):
        import json
        try:
            text = json.dumps(encode(value), separators=(",", ":"))
        except ValueError:
            text = lift_digits(lambda: json.dumps(encode(value), separators=(",", ":")))
        except (Unfit, RecursionError) as error:
            text = json.dumps({"$opaque": "%s, %s" % (type(value).__name__, error)})
        if len(text) > LIMIT - 1024:
            text = json.dumps({"$opaque": "%s of %d bytes" % (type(value).__name__, len(text))})
        return text.encode()


    def unpack(data):
        import json
        try:
            return decode(json.loads(data))
        except ValueError:
            return lift_digits(lambda: decode(json.loads(data)))


    def report(error):
        import json
        try:
            text = str(error)[:2000]
        except BaseException:
            text = ""
        names = [base.__name__ for base in type(error).__mro__ if base.__module__ == "builtins"]
        return json.dumps([type(error).__name__[:200], text, describe(error), names]).encode()


    """#

  /// Answering calls of the submission's functions.
  private static let serving = #"""
    def load(path):
        """The submission as a module, or None after telling why there is none."""
        code = compiled(path, "solution.py")
        if code is None:
            return None
        module = type(sys)("solution")
        module.__dict__.update(__file__=code.co_filename, __builtins__=builtins)
        sys.modules["solution"] = module
        try:
            exec(code, module.__dict__)
        except BaseException as error:
            send(b"x", report(error))
            return None
        return module


    def find(module, name):
        """A function by its name, a method as `Class.name` or `Class().name`, or a method of
        `Solution`."""
        owner, dot, method = name.replace("()", "").rpartition(".")
        if dot and hasattr(module, owner):
            holder = getattr(module, owner)
            return lambda *args, **kwargs: getattr(
                holder() if isinstance(holder, type) else holder, method)(*args, **kwargs)
        if name in module.__dict__:
            return module.__dict__[name]
        if hasattr(getattr(module, "Solution", None), name):
            return lambda *args, **kwargs: getattr(module.Solution(), name)(*args, **kwargs)
        return None


    def owns(module, name):
        """Whether the submission itself defines a name, instead of importing it."""
        if name not in module.__dict__ or isinstance(module.__dict__[name], type(sys)):
            return False
        return getattr(module.__dict__[name], "__module__", "solution") in ("solution", None)


    def serve(path, entry):
        module = load(path)
        if module is None:
            posix._exit(1)
        if find(module, entry) is None:
            send(b"m", entry.encode())
            posix._exit(1)
        send(b"l")
        while True:
            request = receive()
            if request is None:
                posix._exit(0)
            if request[:1] == b"n":
                send(b"v", b"true" if owns(module, request[1:].decode()) else b"false")
                continue
            try:
                name, args, kwargs, watched = unpack(request[1:])
                before = pack([args, kwargs]) if watched else None
                result = find(module, name or entry)(*args, **kwargs)
                if watched and before != pack([args, kwargs]):
                    body = b"w", pack([result, args, kwargs])
                else:
                    body = b"v", pack(result)
            except BaseException as error:
                body = b"x", report(error)
            send(*body)


    """#

  /// Running test code, here or against a submission in another process.
  private static let testing = #"""
    class RemoteError(Exception):
        """An exception of the submission's that is no built-in one."""


    class Unmarshallable(BaseException):
        """The test code uses arguments that cannot leave this process."""


    def sendable(value, depth=0):
        kind = type(value)
        if kind in PLAIN or kind in (float, bytes, complex, Opaque):
            return True
        if depth > 200:
            return False
        if kind in (list, tuple, set, frozenset):
            return all(sendable(part, depth + 1) for part in value)
        if kind is dict:
            return all(sendable(key, depth + 1) and sendable(part, depth + 1)
                       for key, part in value.items())
        return False


    def answered():
        """The next reply; ends the process if none is to come."""
        reply = receive()
        if reply is None or reply[:1] == b"q":
            posix._exit(0)
        return reply


    class Remote:
        """A function of the submission's, which lives in another process."""

        def __init__(self, name):
            self.__name__ = name

        def __call__(self, *args, **kwargs):
            if not sendable([args, kwargs]):
                raise Unmarshallable(self.__name__)
            send(b"c", pack([self.__name__, list(args), kwargs, True]))
            reply = answered()
            kind, body = reply[:1], reply[1:]
            if kind == b"x":
                raise rebuilt(body)
            if kind == b"w":
                result, now, named = unpack(body)
                for old, new in zip(args, now):
                    mutate(old, new)
                for key in kwargs:
                    mutate(kwargs[key], named.get(key))
                return result
            return unpack(body)


    def mutate(old, new):
        """Brings an argument that the submission changed in place up to date."""
        if type(old) is not type(new):
            return
        if type(old) is list:
            old[:] = new
        elif type(old) in (dict, set):
            old.clear()
            old.update(new)


    def rebuilt(body):
        import json
        name, text, trace, bases = json.loads(body)
        error = None
        for base in bases:
            kind = getattr(builtins, base, None)
            if base not in ("object", "BaseException", "Exception") and isinstance(kind, type) \
                    and issubclass(kind, Exception):
                try:
                    error = kind(text)
                except TypeError:
                    pass
                break
        if error is None:
            error = RemoteError("%s: %s" % (name, text))
        error.told = body
        return error


    LIBRARIES = ("math", "collections", "itertools", "functools", "heapq", "bisect", "random",
                 "string", "re", "operator", "copy", "typing", "datetime", "statistics",
                 "fractions", "decimal", "cmath", "numbers")


    class Names(dict):
        """Globals of the test code. What it uses without a definition is a module, or the
        submission's own, in which case both must share a process, or of the standard library."""

        def __missing__(self, name):
            import importlib
            if hasattr(builtins, name):
                raise KeyError(name)
            if name in getattr(sys, "stdlib_module_names", LIBRARIES):
                self[name] = importlib.import_module(name)
                return self[name]
            if name in ("inf", "nan", "pi"):
                self[name] = getattr(importlib.import_module("math"), name)
                return self[name]
            send(b"n", name.encode())
            answered()
            for library in LIBRARIES:
                library = importlib.import_module(library)
                if hasattr(library, name):
                    self[name] = getattr(library, name)
                    return self[name]
            raise KeyError(name)


    def check(code, names, entry, candidate):
        """Runs test code: its top level, its `check`, its `unittest` cases and `test_` functions."""
        short = entry.replace("()", "").rpartition(".")[2]
        names[short] = candidate
        before = dict(names)
        exec(code, names)
        names[short] = candidate
        new = {name: value for name, value in names.items() if before.get(name) is not value}
        if callable(new.get("check")):
            new["check"](candidate)
            return
        unittest = sys.modules.get("unittest")
        cases = [value for value in new.values()
                 if unittest and isinstance(value, type) and issubclass(value, unittest.TestCase)]
        for case in cases:
            run_case(unittest, case)
        if not cases:
            for name, value in new.items():
                if name.startswith("test") and callable(value):
                    value()


    def run_case(unittest, case):
        class Stop(unittest.TestResult):
            def addFailure(self, test, error):
                raise error[1]

            def addError(self, test, error):
                raise error[1]

            def addSubTest(self, test, subtest, error):
                if error:
                    raise error[1]

        unittest.defaultTestLoader.loadTestsFromTestCase(case).run(Stop())


    HARNESS = []


    def compiled_test(path, source=None):
        try:
            if source is None:
                with open(path, "rb") as file:
                    source = file.read()
            HARNESS.append(source)
            return compile(source, "harness.py", "exec", 0, True)
        except BaseException as error:
            send(b"b", describe(error).encode("utf-8", "replace"))
            posix._exit(1)


    def judge(code, names, entry, candidate):
        try:
            check(code, names, entry, candidate)
        except Unmarshallable as error:
            send(b"u", str(error).encode())
        except BaseException as error:
            told = getattr(error, "told", None)
            if type(told) is bytes:
                send(b"x", told)
            else:
                send(b"f", (summary(error) + "\n" + describe(error)).encode("utf-8", "replace"))
        else:
            send(b"p")
        posix._exit(0)


    def summary(error):
        """What failed, and the line of the test code where it did, in one line."""
        import linecache
        import traceback
        source = HARNESS[0].decode("utf-8", "replace")
        linecache.cache["harness.py"] = len(source), None, source.splitlines(True), "harness.py"
        text = "".join(traceback.format_exception_only(type(error), error)).strip()
        text = text.split("\n")[0][:1000]
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename == "harness.py":
                return "%s (line %d: %s)" % (text, frame.lineno, frame.line or "")
        return text


    def test(path, entry, source=None):
        code = compiled_test(path, source)
        names = Names(__name__="harness", __builtins__=builtins)
        send(b"l")
        answered()
        judge(code, names, entry, Remote(entry))


    def referee():
        """Runs one test code after another, each in a child of its own, which leaves us as we were.
        None of them is a submission's. What a child leaves beside us is told: then we are replaced."""
        import json
        KEPT[0].prctl(4, 0, 0, 0, 0)  # not even a child may look into our memory
        while True:
            request = receive()
            if request is None:
                posix._exit(0)
            if request[:1] != b"t":
                continue  # for a child that has ended
            child = posix.fork()
            if child == 0:
                code, entry = json.loads(request[1:])
                send(b"r")
                test(None, entry, code.encode("utf-8", "surrogatepass"))
            posix.waitpid(child, 0)
            others = [name for name in posix.listdir("/proc") if name.isdigit()]
            left = len(others) > 2 or posix.listdir("/box") or posix.listdir("/tmp")
            send(b"d", b"left" if left else b"")


    def together(solution, path, entry):
        code = compiled_test(path)
        module = load(solution)
        if module is None:
            posix._exit(1)
        candidate = find(module, entry)
        if candidate is None:
            send(b"m", entry.encode())
            posix._exit(1)
        send(b"l")
        names = module.__dict__
        names["__name__"] = "harness"
        judge(code, names, entry, candidate)


    """#
}
