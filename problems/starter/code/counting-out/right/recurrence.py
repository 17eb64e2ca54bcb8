def left_over(n, k):
    place = 0
    for size in range(2, n + 1):
        place = (place + k) % size
    return place + 1


for _ in range(int(input())):
    print(left_over(*map(int, input().split())))
