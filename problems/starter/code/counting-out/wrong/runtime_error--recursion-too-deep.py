def place(n, k):
    return 0 if n == 1 else (place(n - 1, k) + k) % n


for _ in range(int(input())):
    n, k = map(int, input().split())
    print(place(n, k) + 1)
