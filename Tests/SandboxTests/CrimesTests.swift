import Glibc
import Grading
import Sandbox
import Testing

/// A program per crime, and how it ends.
@Suite struct CrimesTests {
  /// name, Python source, termination
  static let ends: [(String, String, Termination)] = [
    ("busy loop", "while True: pass", .timeLimit(.cpu)),
    (
      "busy loop deaf to signals",
      """
      import signal
      for s in range(1, 64):
          try: signal.signal(s, signal.SIG_IGN)
          except (OSError, ValueError): pass
      while True: pass
      """, .timeLimit(.cpu)
    ),
    ("sleep", "import time\ntime.sleep(60)", .timeLimit(.idle)),
    (
      "hang without output",
      "import os, time\nos.close(1); os.close(2); time.sleep(60)", .timeLimit(.idle)
    ),
    ("stop itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", .timeLimit(.idle)),
    (
      "burn time in a child",
      "import os\nif os.fork() == 0:\n    while True: pass\nos.wait()", .timeLimit(.cpu)
    ),
    (
      "burn time in threads",
      """
      import threading, hashlib
      data = b"x" * (1 << 20)
      def burn():
          while True: hashlib.sha256(data).digest()
      for _ in range(8): threading.Thread(target=burn).start()
      """, .timeLimit(.cpu)
    ),
    (
      "much memory", "x = [b'x' * (1 << 20) + bytes(i) for i in range(4096)]",
      .memoryLimit(inferred: false)
    ),
    ("one huge block", "x = bytearray(1 << 42)", .memoryLimit(inferred: true)),
    (
      "memory of children",
      """
      import os, time
      for _ in range(8):
          if os.fork() == 0:
              x = b"x" * (40 << 20)
              time.sleep(1)
              os._exit(0)
      while True:
          try: os.wait()
          except ChildProcessError: break
      """, .memoryLimit(inferred: false)
    ),
    (
      "shared memory",
      "import mmap\nm = mmap.mmap(-1, 600 << 20)\nfor i in range(0, 600 << 20, 4096): m[i] = 1",
      .memoryLimit(inferred: false)
    ),
    ("endless output", "while True: print('x' * 1000)", .outputLimit),
    (
      "endless standard error",
      "import sys\nwhile True: sys.stderr.write('x' * 1000)", .outputLimit
    ),
    ("exit status", "import sys\nprint(1)\nsys.exit(3)", .exited(3)),
    ("abort", "import os\nos.abort()", .signalled(SIGABRT)),
    (
      "crash", "import ctypes\nctypes.string_at(0)", .signalled(SIGSEGV)
    ),
    ("exception", "raise ValueError('no')", .exited(1)),
    (
      "kill everybody",
      "import os\ntry: os.kill(-1, 9)\nexcept ProcessLookupError: pass", .exited(0)
    ),
    (
      "kill the supervisor",
      """
      import os
      for pid in (os.getppid(), 1):
          for s in (9, 15, 10, 17, 19):
              try: os.kill(pid, s)
              except OSError: pass
      """, .exited(0)
    ),
    (
      "daemon",
      """
      import os
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
              os.execv("/bin/sleep", ["sleep", "31.4159265"])
          os._exit(0)
      os.wait()
      """, .exited(0)
    ),
    (
      "scribble over descriptors",
      """
      import os
      for fd in range(3, 256):
          try: os.write(fd, b"\\x01\\x00\\x00\\x00p")
          except OSError: pass
      """, .exited(0)
    ),
  ]

  @Test(arguments: ends)
  func aCrimeEndsAsItShould(_ name: String, source: String, termination: Termination) async throws {
    let sandbox = try await Shared.sandbox()
    var limits = Limits.small
    limits.cpuMilliseconds = 500
    let run = try await sandbox.program("python", source, limits: limits)
    #expect(
      run.termination == sandbox.asFarAsTold(termination), "\(name): \(run.errorOutput)")
  }

  @Test func afterADaemonNobodyIsLeft() async throws {
    let sandbox = try await Shared.sandbox()
    let daemon = try #require(CrimesTests.ends.first { $0.0 == "daemon" })
    let run = try await sandbox.program("python", daemon.1)
    #expect(run.usage.wallMilliseconds < 5_000)
    #expect(!Processes.commandLines().contains { $0.contains("31.4159265") })
  }

  /// name, Python source, all that may be printed
  static let prints: [(String, String, String)] = [
    (
      "read the host",
      """
      import os
      for path in ["/etc/passwd", "/etc/shadow", "/root", "/home", "/proc/1/environ", "/proc/1/root/etc",
                   "/sys/fs/cgroup", "/var", "/run", "/dev/mem", "/dev/tty"]:
          try:
              os.listdir(path) if os.path.isdir(path) else open(path).read(1)
              print("open", path)
          except OSError: pass
      """, ""
    ),
    (
      "write outside",
      """
      for path in ["/x", "/usr/x", "/etc/x", "/dev/x", "/source/x", "/assay/driver.py",
                   "/proc/sys/kernel/core_pattern", "/source/solution.py"]:
          try:
              open(path, "w")
              print("open", path)
          except OSError: pass
      """, ""
    ),
    (
      "write where it may",
      "for d in ['/tmp', '/box', '.', '/dev/shm']: open(d + '/f', 'w').write('x')\nprint('ok')",
      "ok\n"
    ),
    (
      "network",
      """
      import socket
      for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, 40):
          try: socket.socket(family, socket.SOCK_RAW if family == 17 else socket.SOCK_STREAM)
          except OSError as e: print(e.errno)
      """, String(repeating: "13\n", count: 5)
    ),
    (
      "escape by system calls",
      """
      import ctypes
      c = ctypes.CDLL(None)
      # ptrace, unshare, setns, mount, chroot, keyctl, bpf, perf_event_open, shmget, io_uring_setup
      for call in ((101, 0, 0), (272, 0x10000000), (308, 0, 0), (165, 0, 0), (161, b"/"), (250, 0),
                   (321, 0), (298, 0), (29, 0, 4096, 0o1000), (425, 1, 0)):
          if c.syscall(*call) != -1: print("open", call)
      """, ""
    ),
    (
      "environment",
      "import os\nprint(sorted(os.environ))",
      """
      ['HOME', 'LANG', 'MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PATH', \
      'PYTHONHASHSEED', 'PYTHONUTF8', 'TMPDIR', 'TZ']

      """
    ),
    (
      "become root",
      """
      import os
      for act in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.nice(-5),
                  lambda: os.sched_setaffinity(0, {0})):
          try:
              act()
              print("open")
          except OSError: pass
      """, ""
    ),
    (
      "raise its limits",
      """
      import resource
      for name in ("CPU", "NPROC", "FSIZE", "NOFILE", "CORE"):
          try: resource.setrlimit(getattr(resource, "RLIMIT_" + name), (1 << 40, 1 << 40))
          except (OSError, ValueError): continue
          print("open", name)
      """, ""
    ),
    (
      "bounded fork bomb",
      """
      import os, time
      count = 0
      for _ in range(200):
          try:
              if os.fork() == 0:
                  time.sleep(60)
                  os._exit(0)
              count += 1
          except OSError: break
      print(32 < count <= 64)
      """, "True\n"
    ),
    (
      "many files",
      """
      count = 0
      try:
          for i in range(100000):
              open("/box/%d" % i, "w").close()
              count += 1
      except OSError: pass
      print(count < 5000)
      """, "True\n"
    ),
    (
      "fill the disk",
      """
      total = 0
      try:
          for i in range(64):
              with open("/tmp/%d" % i, "wb") as f:
                  f.write(bytes(8 << 20))
              total += 8
      except OSError: pass
      print(total <= 64)
      """, "True\n"
    ),
  ]

  @Test(arguments: prints)
  func aCrimeIsOfNoUse(_ name: String, source: String, expected: String) async throws {
    let sandbox = try await Shared.sandbox()
    let run = try await sandbox.program("python", source)
    #expect(run.text == expected, "\(name): \(run.errorOutput)")
  }

  @Test func inCTheStackOverflowsAndABigFileIsRefused() async throws {
    let sandbox = try await Shared.sandbox()
    let deep = """
      int f(int n) { volatile char a[4096]; a[n % 4096] = n; return n ? f(n + 1) + a[0] : 0; }
      int main(void) { return f(1); }
      """
    var limits = Limits.small
    limits.memoryBytes = 512 << 20
    #expect(try await sandbox.program("c", deep, limits: limits).termination == .signalled(SIGSEGV))
    let big = """
      #include <stdio.h>
      int main(void) { static char a[1 << 20]; FILE *f = fopen("/tmp/f", "w");
        for (int i = 0; i < 100; i++) fwrite(a, 1, sizeof a, f); return 0; }
      """
    #expect(try await sandbox.program("c", big, limits: limits).termination == .outputLimit)
  }

  @Test func anExceptionLeavesItsTraceAndNoFrameOfOurs() async throws {
    let sandbox = try await Shared.sandbox()
    let run = try await sandbox.program("python", "def f(x):\n    return 1 // x\nf(0)")
    #expect(run.errorOutput.contains("ZeroDivisionError"))
    #expect(run.errorOutput.contains("solution.py\", line 2, in f"))
    #expect(!run.errorOutput.contains("driver"))
  }

  @Test func includingAHostFileTellsNothing() async throws {
    let sandbox = try await Shared.sandbox()
    for line in ["#include \"/etc/passwd\"", "__asm__(\".incbin \\\"/etc/shadow\\\"\");"] {
      let ran = try await sandbox.run(
        "c", line + "\nint main(void) { return 0; }", on: .program(inputs: [""]))
      guard case .failed(let diagnostics) = ran.execution.compilation else {
        Issue.record("it compiled")
        continue
      }
      #expect(!diagnostics.contains("root:"))
    }
  }
}

/// What runs on this machine.
enum Processes {
  static func commandLines() -> [String] {
    HostFileNames.numbers(in: "/proc").map { commandLine(of: Int32($0)) }
  }

  /// The words with blanks between; empty if the process is gone.
  static func commandLine(of pid: Int32) -> String {
    let bytes = contents("/proc/\(pid)/cmdline")
    let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return words.joined(separator: " ")
  }

  static func children(of pid: Int32) -> [Int32] {
    let text = String(decoding: contents("/proc/\(pid)/task/\(pid)/children"), as: UTF8.self)
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  /// Whether a process is gone, or waits to be reaped.
  static func hasEnded(_ pid: Int32) -> Bool {
    let text = String(decoding: contents("/proc/\(pid)/stat"), as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return true }
    return text[end...].hasPrefix(") Z") || text[end...].hasPrefix(") X")
  }

  private static func contents(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = fread(&buffer, 1, buffer.count, file)
    return Array(buffer[..<count])
  }
}

enum HostFileNames {
  static func numbers(in path: String) -> [Int] {
    // By its address: an entry is only as long as its name, and a copy of it would be longer.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name),
      let directory = opendir(path)
    else { return [] }
    defer { closedir(directory) }
    var numbers: [Int] = []
    while let entry = readdir(directory) {
      let name = String(
        cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      if let number = Int(name) { numbers.append(number) }
    }
    return numbers
  }
}
