/// The driver's mode `zygote`: an interpreter that has started and loaded what solutions commonly
/// import, and forks a child for each run. See CSandbox/zygote.c for what is said on its socket.
///
/// It never reads anything of a submission's: the child does, when it is in namespaces of its own
/// and has given up every right, which its supervisor checks before it lets it go on.
extension PythonDriver {
  /// Starts the driver, warm or not, in the mode that its arguments name.
  static let warming = #"""
    # What common solutions import: loaded once, before the first of them is run.
    PRELOADED = ("bisect", "collections", "copy", "datetime", "functools", "heapq", "importlib", "io",
                 "itertools", "json", "linecache", "math", "operator", "random", "re", "string",
                 "traceback", "typing")


    KEPT = []


    def zygote():
        """Returns in each child, with `sys.argv` as if the interpreter had been started for it."""
        import _socket
        import gc
        for name in PRELOADED:
            __import__(name)
        calls, streams = Calls(), Streams()
        # Children would take it apart when they return from here.
        KEPT.extend((calls, streams))
        rehearse()
        control = _socket.socket(fileno=CHANNEL)
        room = _socket.CMSG_SPACE(9 * 4)
        gc.collect()
        # Else each collection would write to, and so copy, all that the children share.
        gc.freeze()
        posix.write(CHANNEL, b"h")
        while True:
            flags, extra, _, _ = control.recvmsg(16, room)
            if not flags:
                posix._exit(0)
            data = b"".join(part for _, _, part in extra)
            fds = [int.from_bytes(data[at:at + 4], "little") for at in range(0, len(data), 4)]
            child, own = fork(calls, fds[0], fds[2]), fds[2]
            if child == 0:
                control.detach()
                settle(calls, flags, fds)
                streams.begin()
                return
            for fd in fds:
                if fd != own:
                    posix.close(fd)
            if child > 0:
                reap(child, own)
            posix.close(own)


    class Calls:
        """System calls that Python lacks. All that they take is made before the first fork: what a
        child makes, it makes each time, in memory that it must copy first."""

        def __init__(self):
            import ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            self.errno = ctypes.get_errno
            self.setns, self.prctl, self.capset, self.syscall = (
                libc.setns, libc.prctl, libc.capset, libc.syscall)
            self.header = (ctypes.c_uint32 * 2)(0x20080522, 0)
            self.none = (ctypes.c_uint32 * 6)()
            self.filter = ctypes.create_string_buffer(8 * FILTER_MAX)
            self.program = (ctypes.c_uint64 * 2)(0, ctypes.addressof(self.filter))
            self.prctl(3, 0, 0, 0, 0)  # finds its way for the first time; asks for nothing

        def must(self, result):
            if result != 0:
                raise OSError(self.errno(), "refused")

        def restrict(self, rules):
            """Adds a system call filter."""
            self.filter[:len(rules)] = rules
            self.program[0] = len(rules) // 8
            self.must(self.prctl(22, 2, self.program, 0, 0))


    FILTER_MAX = 16  # instructions


    def fork(calls, namespace, own):
        """Into a run's pid namespace; -1 if it cannot, or if the run has ended already."""
        error = 0
        if calls.setns(namespace, 0x20000000) == 0:  # for children
            try:
                return posix.fork()
            except OSError as failure:
                error = failure.errno
        else:
            error = calls.errno()
        answer(own, b"f", Stages.FORK * 1000 + error % 1000)
        return -1


    def reap(child, own):
        """When the run's supervisor says so; and when it has ended, which ends the child too."""
        try:
            posix.read(own, 1)
        except OSError:
            pass
        _, status, usage = posix.wait4(child, 0)
        spent = int((usage.ru_utime + usage.ru_stime) * 1e9)
        answer(own, b"e", status, spent, usage.ru_maxrss << 10)


    def answer(fd, kind, *numbers):
        """To a supervisor that may have ended."""
        try:
            posix.write(fd, kind + b"".join([n.to_bytes(8, "little") for n in numbers]))
        except OSError:
            pass


    class Stages:
        """Where giving up rights failed; numbers as in CSandbox/internal.h."""
        FORK, IDENTITY, LIMITS, LANDLOCK, CAPABILITIES, SECCOMP = range(14, 20)


    def settle(calls, flags, fds):
        """In the child: into the namespaces of its run, and out of every right. Its limits are set by
        its supervisor before that lets it go on, and most system calls are refused to the zygote
        already."""
        stage = Stages.FORK
        must = calls.must
        try:
            mounts, own, orders, files = fds[1], fds[2], fds[3], fds[4:]
            fields, arguments, rules = read_orders(orders)
            must(calls.setns(mounts, 0x00020000))
            posix.chdir(fields[0])
            posix.setsid()
            posix.umask(0o022)
            for fd in range(3):
                posix.dup2(files[fd], fd)
            stage = Stages.IDENTITY
            if fields[1] == b"1":
                posix.setgroups([])
                posix.setresgid(1000, 1000, 1000)
                posix.setresuid(1000, 1000, 1000)
            must(calls.prctl(1, 9, 0, 0, 0))  # ends with its parent
            stage = Stages.CAPABILITIES
            calls.prctl(47, 4, 0, 0, 0)
            must(calls.capset(calls.header, calls.none))
            must(calls.prctl(38, 1, 0, 0, 0))  # no new privileges
            if flags[2:3] == b"l":
                stage = Stages.LANDLOCK
                must(calls.syscall(446, files[-1], 0))
            stage = Stages.SECCOMP
            calls.restrict(rules)
            answer(own, b"r", posix.getpid())
            if posix.read(orders, 1) != b"g":
                posix._exit(1)
        except BaseException as error:
            answer(own, b"f", stage * 1000 + (getattr(error, "errno", None) or 0) % 1000)
            posix._exit(1)
        if flags[1:2] == b"c":
            posix.dup2(files[3], CHANNEL, False)
        else:
            posix.close(CHANNEL)
        posix.closerange(3, CHANNEL)
        posix.closerange(CHANNEL + 1, 4096)
        sys.argv[1:] = [argument.decode() for argument in arguments]
        # Its parent is outside of its namespace, which the kernel tells as 0: a signal to that would
        # hit its own group.
        posix.getppid = sys.modules["os"].getppid = lambda: 1


    def read_orders(fd):
        head = read_all(fd, 8)
        size = int.from_bytes(head[:4], "little")
        data = read_all(fd, size + int.from_bytes(head[4:], "little"))
        fields = data[:size].split(b"\0")[:-1]
        return fields[:2], fields[2:], data[size:]


    def read_all(fd, count):
        data = b""
        while len(data) < count:
            part = posix.read(fd, count - len(data))
            if not part:
                posix._exit(1)
            data += part
        return data


    class Streams:
        """Standard streams as an interpreter opens them that is started with a file for its input and
        pipes for its output. They are made once, and a child's files put below them."""

        def __init__(self):
            import io
            self.renew = lambda fd: renew_stream(io, fd)
            posix.dup2(posix.memfd_create("input"), 0)
            for fd in (1, 2):
                # Both ends go: nobody writes here, and what a child does not replace is nobody's.
                reading, writing = posix.pipe()
                posix.dup2(writing, fd)
                posix.close(reading)
                posix.close(writing)
            for fd in range(3):
                self.renew(fd)

        def begin(self):
            """In the child: its input may be a pipe, which cannot be gone back in."""
            try:
                posix.lseek(0, 0, 1)
            except OSError:
                self.renew(0)


    def renew_stream(io, fd):
        name, mode = (("stdin", "rb"), ("stdout", "wb"), ("stderr", "wb"))[fd]
        old = getattr(sys, name)
        binary = io.open(fd, mode, closefd=False)
        binary.raw.name = "<" + name + ">"
        text = io.TextIOWrapper(binary, encoding=old.encoding, errors=old.errors, newline="\n",
                                line_buffering=fd == 2)
        text.mode = mode[:1]
        setattr(sys, name, text)
        setattr(sys, "__" + name + "__", text)


    # Touches what most submissions do, and nothing of theirs: what is looked up, specialised or
    # allocated for the first time here is not in each child.
    REHEARSAL = """
    from typing import List, Optional
    import math
    class Node:
        def __init__(self, value, rest=None):
            self.value, self.rest = value, rest
    def walk(items: List[int], limit: Optional[int] = None) -> int:
        seen, total = set(), {}
        for index, item in enumerate(sorted(items, key=lambda n: -n)):
            if item % 2 == 0 and item not in seen:
                seen.add(item)
            total[str(item)] = total.get(str(item), 0) + math.gcd(item, 6)
        text = " ".join(["%d" % n for n in seen]) + f"{len(total)!r:>4}".strip().upper()
        try:
            return [n * n for n in items if n > 1][limit or 0:], (text, 1.5 / 2, None, True)
        except IndexError as error:
            raise ValueError(text) from error
    """


    def rehearse():
        for count in range(12):
            code = compile(REHEARSAL, "rehearsal.py", "exec", 0, True)
            module = type(sys)("rehearsal")
            module.__dict__.update(__file__=code.co_filename, __builtins__=builtins)
            exec(code, module.__dict__)
            call = unpack(b'["walk",[[3,1,2,12,8,%d],{"$dict":[]}],{"$dict":[]}]' % count)
            pack(list(find(module, call[0])(*call[1][:1])))
            find(module, "missing")


    def finish(body):
        """Runs `body` and ends the process as the interpreter would, in the same order, but without
        taking itself apart: that would write to, and so copy, all that it shares."""
        status = 0
        try:
            body()
        except SystemExit as error:
            status = exit_status(error.code)
        for step in (join_threads, run_exit_functions):
            try:
                step()
            except BaseException as error:
                sys.excepthook(type(error), error, error.__traceback__)
        if not flush():
            status = 120
        sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__
        clear_names()
        if status != 120 and not flush():
            status = 120
        posix._exit(status & 255)


    def exit_status(code):
        if code is None:
            return 0
        if isinstance(code, int):
            return code
        try:
            sys.stdout.flush()
            sys.stderr.write("%s\n" % (code,))
        except BaseException:
            pass
        return 1


    def join_threads():
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()


    def run_exit_functions():
        import atexit
        atexit._run_exitfuncs()


    def flush():
        good = True
        for stream in (sys.stdout, sys.stderr):
            try:
                if stream is not None and not getattr(stream, "closed", False):
                    stream.flush()
            except BaseException as error:
                good = False
                if stream is sys.stdout:
                    complain("Exception ignored in: %r\n%s: %s\n" % (
                        stream, type(error).__name__, error))
        return good


    def complain(text):
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except BaseException:
            pass


    def clear_names():
        """Objects that only the program's names hold end now: files among them write what they have
        buffered."""
        import gc
        names = sys.modules["__main__"].__dict__
        if names is globals():
            return
        for private in (True, False):
            for name in list(names):
                is_private = isinstance(name, str) and name[:1] == "_" and name[1:2] != "_"
                if is_private == private and name != "__builtins__":
                    names[name] = None
        gc.collect()


    MODES = {"program": program, "serve": serve, "test": test, "together": together,
             "referee": referee,
             "trial": lambda: sys.stdout.write("ok\n")}
    prepare()
    if sys.argv[1] == "zygote":
        zygote()
        if sys.argv[1] != "referee":
            send(b"r")
        finish(lambda: MODES[sys.argv[1]](*sys.argv[2:]))
    send(b"r")
    MODES[sys.argv[1]](*sys.argv[2:])
    """#
}
