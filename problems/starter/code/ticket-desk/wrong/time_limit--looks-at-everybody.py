waiting = []
for order in range(int(input())):
    words = input().split()
    if words[0] == "ARRIVE":
        waiting.append((int(words[2]), -order, words[1]))
    elif words[0] == "LEAVE":
        waiting = [person for person in waiting if person[2] != words[1]]
    elif waiting:
        best = max(waiting)
        waiting.remove(best)
        print(best[2])
    else:
        print("-")
