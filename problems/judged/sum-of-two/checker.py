import sys


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))


def finish(words, status, share=None):
    folder = sys.argv[3]
    with open(folder + "judgemessage.txt", "w") as file:
        file.write(words)
    if share is not None:
        with open(folder + "score.txt", "w") as file:
            file.write(str(share))
    sys.exit(status)


n = int(open(sys.argv[1]).read())
words = sys.stdin.read().split()
if len(words) != 2 or not all(word.isascii() and word.isdigit() for word in words):
    finish("two positive whole numbers are wanted", 43)
a, b = map(int, words)
if a < 1 or b < 1 or a + b != n:
    finish("%d + %d is not %d with two positive parts" % (a, b, n), 43)
if n % 2 == 0 and n > 2 and not (is_prime(a) and is_prime(b)):
    finish("right, but not two primes", 42, 0.5)
finish("right", 42)
