waiting = []
for order in range(int(input())):
    words = input().split()
    if words[0] == "ARRIVE":
        waiting.append((words[2], -order, words[1]))
        waiting.sort()
    elif words[0] == "LEAVE":
        waiting = [person for person in waiting if person[2] != words[1]]
    else:
        print(waiting.pop()[2] if waiting else "-")
