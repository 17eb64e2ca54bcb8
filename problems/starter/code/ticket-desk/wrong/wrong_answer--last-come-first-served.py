import heapq

heap, gone = [], set()
for order in range(int(input())):
    words = input().split()
    if words[0] == "ARRIVE":
        heapq.heappush(heap, (-int(words[2]), -order, words[1]))
    elif words[0] == "LEAVE":
        gone.add(words[1])
    else:
        while heap and heap[0][2] in gone:
            heapq.heappop(heap)
        print(heapq.heappop(heap)[2] if heap else "-")
