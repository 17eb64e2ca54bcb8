from bisect import bisect_left, insort

# Keys in ascending order; the next person is the last one.
keys, key_of = [], {}
for order in range(int(input())):
    words = input().split()
    if words[0] == "ARRIVE":
        key = (int(words[2]), -order, words[1])
        key_of[words[1]] = key
        insort(keys, key)
    elif words[0] == "LEAVE":
        del keys[bisect_left(keys, key_of[words[1]])]
    else:
        print(keys.pop()[2] if keys else "-")
