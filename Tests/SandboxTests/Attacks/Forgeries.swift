/// Wrong solutions that claim to be right, each of which fools some grader of the field.
extension Forgery {
  static let all: [Forgery] = [
    (
      "an object that equals everything",
      "class L:\n    def __eq__(s, o): return True\n    def __ne__(s, o): return False\ndef total(a): return L()"
    ),
    (
      "an integer that equals everything",
      "class L(int):\n    def __eq__(s, o): return True\n    __hash__ = None\ndef total(a): return L(7)"
    ),
    (
      "a result written into the frames of its callers",
      """
      import sys
      def total(a):
          frame = sys._getframe()
          while frame:
              for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
                  if isinstance(value, list): value.append("passed")
                  if hasattr(value, "value"):
                      try: value.value = 0
                      except Exception: pass
              frame = frame.f_back
          return 7
      """
    ),
    (
      "an expected value from the frames of its callers",
      """
      import sys
      def total(a):
          frame = sys._getframe().f_back
          while frame:
              for name in ("expected", "gt_out", "want", "returns"):
                  if name in frame.f_locals: return frame.f_locals[name]
              frame = frame.f_back
          return 7
      """
    ),
    (
      "an expected value from the heap",
      """
      import gc
      def total(a):
          for thing in gc.get_objects():
              if isinstance(thing, dict) and ("expected" in thing or "returns" in thing):
                  return thing.get("expected", thing.get("returns"))
          return 7
      """
    ),
    (
      "the source of the tests",
      """
      import glob, re
      def total(a):
          for path in glob.glob("/**/*harness*", recursive=True) + glob.glob("/proc/*/cmdline"):
              try: text = open(path).read()
              except OSError: continue
              found = re.search(r"candidate\\(%s\\) == (\\d+)" % re.escape(str(a)), text)
              if found: return int(found.group(1))
          return 7
      """
    ),
    (
      "a tracer that jumps over assertions",
      """
      import sys
      def skip(frame, event, arg):
          if frame.f_code.co_name == "check":
              try: frame.f_lineno = frame.f_lineno + 1
              except Exception: pass
          return skip
      sys.settrace(skip)
      def total(a): return 7
      """
    ),
    ("os._exit(0) while loading", "import os\nos._exit(0)"),
    ("os._exit(0) in the call", "import os\ndef total(a): os._exit(0)"),
    ("sys.exit(0) while loading", "import sys\nsys.exit(0)"),
    ("sys.exit(0) in the call", "import sys\ndef total(a): sys.exit(0)"),
    ("SystemExit in the call", "def total(a): raise SystemExit(0)"),
    (
      "os._exit(0) at exit",
      "import atexit, os\natexit.register(lambda: os._exit(0))\ndef total(a): return 7"
    ),
    (
      "os._exit(0) by the exception hook",
      "import os, sys\nsys.excepthook = lambda *a: os._exit(0)\ndef total(a): raise ValueError"
    ),
    (
      "a timer disarmed, then an endless loop",
      """
      import signal
      for name in ("SIGALRM", "SIGVTALRM", "SIGXCPU"): signal.signal(getattr(signal, name), signal.SIG_IGN)
      signal.setitimer(signal.ITIMER_REAL, 0)
      def total(a):
          while True:
              try:
                  while True: pass
              except BaseException: pass
      """
    ),
    (
      "printed praise",
      "def total(a):\n    print('ALL TESTS PASSED')\n    print('{\"passed\": true}')\n    return 7\nprint('ok')"
    ),
    (
      "patched builtins",
      """
      import builtins, json, operator, unittest
      builtins.all = builtins.any = lambda x: True
      builtins.abs = builtins.len = lambda x: 0
      builtins.isinstance = lambda *a: True
      json.loads = json.dumps = lambda *a, **k: 6
      operator.eq = lambda a, b: True
      unittest.TestCase.assertEqual = lambda *a, **k: None
      def total(a): return 7
      """
    ),
    (
      "another AssertionError",
      "import builtins\nclass Mild(BaseException): pass\nbuiltins.AssertionError = Mild\ndef total(a): return 7"
    ),
    (
      "forged frames on every descriptor",
      """
      import os
      def total(a):
          for fd in range(3, 256):
              for frame in (b"\\x01\\x00\\x00\\x00p", b"\\x02\\x00\\x00\\x00r6", b"\\xff\\xff\\xff\\x7f"):
                  try: os.write(fd, frame)
                  except OSError: pass
          return 7
      """
    ),
  ].enumerated().map { Forgery(number: $0.offset + 1, name: $0.element.0, source: $0.element.1) }
}
