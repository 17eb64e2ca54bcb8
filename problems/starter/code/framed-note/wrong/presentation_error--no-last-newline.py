import sys

lines = [line.rstrip() for line in sys.stdin]
width = max(map(len, lines))
edge = "+" + "-" * (width + 2) + "+"
rows = ["| " + line.ljust(width) + " |" for line in lines]
print("\n".join([edge, *rows, edge]), end="")
