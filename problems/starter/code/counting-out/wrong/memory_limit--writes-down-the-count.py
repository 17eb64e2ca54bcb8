for _ in range(int(input())):
    n, k = map(int, input().split())
    # Room for everything that may be called out, all of it written to at once.
    called = [b"\x01" * (300 << 20) for _ in range(4)]
    print(len(called) * n % k)
