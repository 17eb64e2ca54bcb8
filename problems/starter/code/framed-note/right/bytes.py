import sys

note = sys.stdin.buffer.read().split(b"\n")
if note[-1] == b"":
    note.pop()
note = [line.rstrip() for line in note]
width = max(len(line) for line in note)
edge = b"+%s+\n" % (b"-" * (width + 2))
rows = [b"| " + line + b" " * (width - len(line)) + b" |\n" for line in note]
sys.stdout.buffer.write(edge + b"".join(rows) + edge)
