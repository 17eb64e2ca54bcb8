n = int(input())


def is_prime(m):
    return m > 1 and all(m % d for d in range(2, int(m**0.5) + 1))


for a in range(1, n):
    if n % 2 or n == 2 or is_prime(a) and is_prime(n - a):
        print(n - a, a)
        break
