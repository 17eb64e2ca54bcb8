import Glibc
import Grading

/// Attacks on time, memory, disk and processes.
extension Attack {
  static let onResources: [Attack] = [
    Attack(
      number: 1, name: "fork bomb",
      source: """
        import os, time
        count = 0
        for _ in range(200):
            try:
                if os.fork() == 0:
                    time.sleep(60)
                    os._exit(0)
                count += 1
            except OSError: break
        print(count <= 64)
        """, outcome: .prints("True\n"),
      // An ordinary user's processes are not counted at level 1.
      lower: (2, .harmless), isTypical: true),
    Attack(
      number: 2, name: "daemon",
      source: """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sleep", "\(Leftovers.mark)"])
            os._exit(0)
        os.wait()
        """, outcome: .fine, isTypical: true),
    Attack(
      number: 3, name: "daemon that burns time",
      source: """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sh", ["sh", "-c", "while :; do :; done # \(Leftovers.mark)"])
            os._exit(0)
        os.wait()
        """, outcome: .fine, isTypical: true),
    Attack(
      number: 4, name: "burn time in a child",
      source: "import os\nif os.fork() == 0:\n    while True: pass\nos.wait()",
      outcome: .ends([.timeLimit(.cpu), .timeLimit(.idle)]), isTypical: true),
    Attack(
      number: 5, name: "burn time in threads",
      source: """
        import threading, hashlib
        data = b"x" * (1 << 20)
        def burn():
            while True: hashlib.sha256(data).digest()
        for _ in range(8): threading.Thread(target=burn).start()
        """, outcome: .cpu),
    Attack(
      number: 6, name: "busy and deaf to signals",
      source: """
        import signal
        for s in range(1, 64):
            try: signal.signal(s, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
        """, outcome: .cpu, isTypical: true),
    Attack(number: 7, name: "sleep", source: "import time\ntime.sleep(600)", outcome: .idle),
    Attack(
      number: 8, name: "hang without output",
      source: "import os, time\nos.close(1); os.close(2); time.sleep(600)", outcome: .idle,
      isTypical: true),
    Attack(
      number: 9, name: "much memory",
      source: "x = [b'x' * (1 << 20) + bytes(i) for i in range(4096)]", outcome: .memory,
      isTypical: true),
    Attack(
      number: 10, name: "one huge block", source: "x = bytearray(1 << 42)", outcome: .memory),
    Attack(
      number: 10, name: "a huge integer", source: "x = 9 ** 9 ** 8",
      outcome: .ends([
        .timeLimit(.cpu), .memoryLimit(inferred: true), .memoryLimit(inferred: false),
      ])),
    Attack(
      number: 11, name: "shared memory",
      source:
        "import mmap\nm = mmap.mmap(-1, 600 << 20)\nfor i in range(0, 600 << 20, 4096): m[i] = 1",
      outcome: .ends([
        .memoryLimit(inferred: true), .memoryLimit(inferred: false), .exited(1),
      ]), isTypical: true),
    Attack(
      number: 12, name: "memory in a nameless file",
      source: """
        import os
        f = os.memfd_create("x")
        for _ in range(600): os.write(f, bytes(1 << 20))
        """,
      outcome: .ends([
        .memoryLimit(inferred: true), .memoryLimit(inferred: false), .outputLimit, .exited(1),
      ])),
    Attack(
      number: 13, name: "System V memory, queues, semaphores",
      source: """
        import ctypes
        c = ctypes.CDLL(None)
        for call in ((29, 0, 4096, 0o1666), (68, 0, 0o1666), (64, 0, 1, 0o1666)):
            if c.syscall(*call) != -1: print("open", call)
        """, outcome: .nothing, isTypical: true),
    Attack(
      number: 14, name: "fill the disk",
      source: """
        import os
        total = 0
        try:
            for i in range(16):
                with open(os.environ["TMPDIR"] + "/%d" % i, "wb") as f: f.write(bytes(8 << 20))
                total += 8
        except OSError: pass
        print(total <= 64)
        """, outcome: .prints("True\n"), lower: (2, .harmless), isTypical: true),
    Attack(
      number: 15, name: "many files",
      source: """
        import os
        count = 0
        try:
            for i in range(20000):
                open("%d" % i, "w").close()
                count += 1
        except OSError: pass
        print(count < 5000)
        """, outcome: .prints("True\n"), lower: (2, .harmless)),
    Attack(
      number: 16, name: "one huge file", language: "c",
      source: """
        #include <stdio.h>
        static char a[1 << 20];
        int main(void) {
          FILE *f = fopen("f", "w");
          for (int i = 0; i < 100; i++) fwrite(a, 1, sizeof a, f);
          return 0;
        }
        """,
      outcome: .ends([.outputLimit, .memoryLimit(inferred: false)])),
    Attack(
      number: 17, name: "all descriptors",
      source: """
        import os
        count = 0
        try:
            while count < 5000:
                os.dup(0)
                count += 1
        except OSError: pass
        print(count < 300)
        """, outcome: .prints("True\n")),
    Attack(
      number: 18, name: "endless output", source: "while True: print('x' * 1000)",
      outcome: .ends([.outputLimit]), isTypical: true),
    Attack(
      number: 19, name: "endless standard error",
      source: "import sys\nwhile True: sys.stderr.write('x' * 1000)",
      outcome: .ends([.outputLimit])),
    Attack(
      number: 20, name: "stack overflow", language: "c",
      source: """
        int f(int n) { volatile char a[4096]; a[n % 4096] = n; return n ? f(n + 1) + a[0] : 0; }
        int main(void) { return f(1); }
        """,
      outcome: .ends([.signalled(SIGSEGV), .memoryLimit(inferred: false)])),
    Attack(
      number: 46, name: "zip bomb",
      source: """
        import zlib
        d = zlib.compressobj()
        bomb = b"".join(d.compress(bytes(1 << 20)) for _ in range(300)) + d.flush()
        x = zlib.decompress(bomb)
        """,
      outcome: .ends([
        .memoryLimit(inferred: true), .memoryLimit(inferred: false), .timeLimit(.cpu),
      ])),
    Attack(
      number: 46, name: "regular expression bomb",
      source: "import re\nre.match('(a+)+$', 'a' * 40 + 'b')", outcome: .cpu),
    Attack(
      number: 56, name: "stop itself",
      source: "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", outcome: .idle),
  ]
}
