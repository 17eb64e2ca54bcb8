import sys

lines = [line.rstrip() for line in sys.stdin]
width = max(map(len, lines))
edge = "+" + "-" * (width + 2) + "+"
print(edge)
for line in lines:
    print("| " + line + " |")
print(edge)
