import Glibc
import Grading

/// Attempts to reach what is outside.
extension Attack {
  private static let callOnTheHost = """
    import socket
    try:
        s = socket.socket(socket.AF_UNIX)
        s.connect("\\0\(Leftovers.socketName)")
        print("open")
    except OSError: pass
    """

  static let onWalls: [Attack] = [
    Attack(
      number: 21, name: "kill everybody",
      source: """
        import os
        for pid in (-1, 1, os.getppid()):
            for s in (15, 10, 17, 19, 9):
                try: os.kill(pid, s)
                except OSError: pass
        """,
      // Where children share the namespace of process ids, pid −1 is itself too.
      outcome: .ends([.exited(0), .signalled(SIGTERM), .signalled(SIGKILL)]),
      way: (
        "signal",
        """
        import os
        try:
            os.kill(\(getpid()), 0)
            print("open")
        except OSError: pass
        """
      ), isTypical: true),
    Attack(
      number: 22, name: "trace and read the supervisor",
      source: """
        import ctypes, os
        c = ctypes.CDLL(None, use_errno=True)
        buffer = ctypes.create_string_buffer(8)
        for pid in (1, os.getppid()):
            if c.ptrace(16, pid, 0, 0) != -1: print("traced", pid)
            if c.syscall(310, pid, buffer, 1, buffer, 1, 0) != -1: print("read", pid)
            for name in ("mem", "environ", "maps"):
                try:
                    if open("/proc/%d/%s" % (pid, name), "rb").read(1): print("opened", pid, name)
                except OSError: pass
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 23, name: "namespaces, mounts, new roots",
      source: """
        import ctypes
        c = ctypes.CDLL(None)
        # unshare, setns, mount, chroot, pivot_root, clone(NEWUSER), clone3
        for call in ((272, 0x10000000), (308, 0, 0), (165, b"none", b"/tmp", b"tmpfs", 0, 0),
                     (161, b"/"), (155, b"/", b"/"), (56, 0x10000011, 0, 0, 0, 0), (435, 0, 0)):
            result = c.syscall(*call)
            if result == 0 and call[0] == 56: c.syscall(231, 0)
            if result != -1: print("open", call)
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 24, name: "read the host",
      source: """
        import os
        for path in ["/etc/passwd", "/etc/shadow", "/root", "/home", "/proc/1/environ",
                     "/proc/1/root/etc", "/sys/fs/cgroup", "/var", "/run", "/dev/mem", "/dev/tty",
                     "/dev/kmsg", "/tmp/..", "/etc/hostname"]:
            try:
                if os.path.isdir(path):
                    # Its own root is nobody's secret.
                    if path == "/tmp/..": continue
                    os.listdir(path)
                else: open(path).read(1)
                print("open", path)
            except OSError: pass
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 25, name: "write outside",
      source: """
        for path in ["/x", "/usr/x", "/etc/x", "/dev/x", "/source/x", "/assay/driver.py", "/home/x",
                     "/proc/sys/kernel/core_pattern", "/source/solution.py", "/var/tmp/x", "/root/x"]:
            try:
                open(path, "w")
                print("open", path)
            except OSError: pass
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 26, name: "a link to a secret",
      source: """
        import os
        for name, target in (("answer.txt", "/etc/shadow"), ("up", "../../../etc/passwd")):
            os.symlink(target, name)
            try:
                open(name).read(1)
                print("open", name)
            except OSError: pass
        """, outcome: .nothing),
    Attack(
      number: 28, name: "sockets",
      source: """
        import socket
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, 40):
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
                try: socket.socket(family, kind)
                except OSError: continue
                print("open", family, kind)
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 29, name: "abstract socket of the host", source: callOnTheHost, outcome: .nothing,
      way: ("abstract", callOnTheHost), isTypical: true),
    Attack(
      number: 30, name: "calls of another architecture", language: "c",
      source: """
        int main(void) {
          long n = 20;
        #ifdef __x86_64__
          __asm__ volatile("int $0x80" : "+a"(n) :: "memory");
          return 0;
        #else
          return 1;
        #endif
        }
        """, outcome: .ends([.signalled(SIGSYS), .signalled(SIGSEGV), .exited(1)]), isTypical: true),
    Attack(
      number: 44, name: "scribble over descriptors",
      source: """
        import os
        for fd in range(3, 256):
            try: os.write(fd, b"\\x01\\x00\\x00\\x00p")
            except OSError: pass
        print("wrong")
        """, outcome: .prints("wrong\n"), isTypical: true),
    Attack(
      number: 45, name: "more for itself",
      source: """
        import os, resource, ctypes
        for name in ("CPU", "NPROC", "FSIZE", "NOFILE", "CORE"):
            try: resource.setrlimit(getattr(resource, "RLIMIT_" + name), (1 << 40, 1 << 40))
            except (OSError, ValueError): continue
            print("open", name)
        for act in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.nice(-5),
                    lambda: os.sched_setaffinity(0, {0})):
            try:
                act()
                print("open")
            except OSError: pass
        if ctypes.CDLL(None).personality(0x0040000) != -1: print("personality")
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 47, name: "a message to the next run",
      source: """
        import ctypes, fcntl, os
        input()
        paths = [folder + "/message" for folder in ("/tmp", "/box", ".", "/dev/shm", "/var/tmp")]
        found = [path for path in paths if os.path.exists(path)]
        for path in paths:
            try: open(path, "w").close()
            except OSError: pass
        c = ctypes.CDLL(None)
        if c.syscall(248, b"user", b"message", b"x", 1, -3) != -1: found.append("keyring")
        print(found)
        """, inputs: ["1\n", "2\n"], outcome: .prints("[]\n"), isTypical: true),
    Attack(
      number: 49, name: "secrets of the environment",
      source: """
        import glob, os
        for name, value in os.environ.items():
            if "\(Leftovers.mark)" in value: print(name)
        for path in glob.glob("/proc/[0-9]*/environ"):
            try:
                if b"\(Leftovers.mark)" in open(path, "rb").read(): print(path)
            except OSError: pass
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 50, name: "io_uring, userfaultfd, bpf, perf, keys",
      source: """
        import ctypes
        c = ctypes.CDLL(None)
        for call in ((425, 1, 0), (323, 0), (321, 0, 0, 0), (298, 0, 0, -1, -1, 0), (250, 0, -3, 1),
                     (248, b"user", b"a", b"b", 1, -3), (300, 0, 0), (447, 0)):
            if c.syscall(*call) != -1: print("open", call)
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 53, name: "typing into our terminal",
      source: """
        import fcntl
        for fd in (0, 1, 2):
            try:
                fcntl.ioctl(fd, 0x5412, b"x")
                print("typed")
            except OSError: pass
        try:
            open("/dev/tty")
            print("tty")
        except OSError: pass
        """, outcome: .nothing),
    Attack(
      number: 55, name: "killing and poisoning the interpreter",
      source: """
        import builtins, os, sys
        builtins.print = lambda *a: None
        sys.modules["json"] = None
        try: os.kill(os.getppid(), 9)
        except OSError: pass
        for name in ("gc", "site", "encodings"): sys.modules.pop(name, None)
        """, outcome: .ends([.exited(0)]), isTypical: true),
  ]

  static let onCompilers: [Attack] = [
    Attack(
      number: 31, name: "include without end", language: "c",
      source: "#include \"/dev/zero\"\nint main(void) { return 0; }", outcome: .refused(without: [])
    ),
    Attack(
      number: 32, name: "include a secret", language: "c",
      source: "#include \"/etc/passwd\"\nint main(void) { return 0; }",
      outcome: .refused(without: ["root:"]), isTypical: true),
    Attack(
      number: 32, name: "assemble a secret", language: "c",
      source: "__asm__(\".incbin \\\"/etc/passwd\\\"\");\nint main(void) { return 0; }",
      outcome: .refused(without: ["root:"]), isTypical: true),
    Attack(
      number: 33, name: "template bomb", language: "cpp",
      source: "template <int N> struct A { A<N + 1> a; };\nA<0> a;\nint main() {}",
      outcome: .refused(without: [])),
    Attack(
      number: 34, name: "a program of two gigabytes", language: "c",
      source: "int a[1 << 29] = {1};\nint main(void) { return a[5]; }",
      outcome: .refused(without: [])),
    Attack(
      number: 35, name: "megabytes of diagnostics", language: "c",
      source: (0..<3_000).map { "int f\($0)(void) { return undefined_name_number_\($0); }" }
        .joined(separator: "\n"), outcome: .refused(without: [])),
    Attack(
      number: 36, name: "an end before main", language: "cpp",
      source: """
        #include <cstdio>
        #include <unistd.h>
        struct A { A() { _exit(0); } } a;
        int main() { puts("42"); }
        """, outcome: .prints("")),
    Attack(
      number: 52, name: "escapes, zeros and broken text",
      source: "import os\nos.write(1, b'\\x1b[2J\\x00\\xff\\xfe')",
      outcome: .prints("\u{1B}[2J\0\u{FFFD}\u{FFFD}")),
    Attack(
      number: 54, name: "a source that is too long",
      source: String(repeating: "#", count: (1 << 20) + 1), outcome: .refused(without: [])),
    Attack(
      number: 54, name: "a million brackets",
      source: String(repeating: "(", count: 1_000_000), outcome: .refused(without: [])),
  ]

  /// Attacks by programs, in order. 27 and 48 are no programs: checkers' files have a test of their
  /// own, and timing is out of scope. 37 to 43 and 51 are forgeries.
  static let all = (onResources + onWalls + onCompilers).sorted { $0.number < $1.number }
}
