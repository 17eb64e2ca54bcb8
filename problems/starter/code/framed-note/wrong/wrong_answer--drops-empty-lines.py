import sys

lines = [line.rstrip() for line in sys.stdin if line.strip()]
width = max(map(len, lines), default=0)
edge = "+" + "-" * (width + 2) + "+"
print(edge)
for line in lines:
    print("|", line.ljust(width), "|")
print(edge)
