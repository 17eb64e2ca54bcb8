import sys

secret = int(open(sys.argv[1]).read())


def finish(words, status):
    with open(sys.argv[3] + "judgemessage.txt", "w") as file:
        file.write(words)
    sys.exit(status)


for turn in range(1, 11):
    line = sys.stdin.readline()
    if not line:
        finish("the program ended after %d guesses" % (turn - 1), 43)
    if not line.strip().isdigit():
        finish("guess %d is no number" % turn, 43)
    guess = int(line)
    if guess == secret:
        print("right", flush=True)
        finish("found with %d guesses" % turn, 42)
    print("higher" if guess < secret else "lower", flush=True)
finish("ten guesses were not enough", 43)
