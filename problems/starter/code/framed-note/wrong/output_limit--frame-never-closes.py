import sys

lines = [line.rstrip() for line in sys.stdin]
width = max(map(len, lines))
print("+" + "-" * (width + 2) + "+")
while True:
    for line in lines:
        print("|", line.ljust(width), "|")
