import heapq
import sys


def main():
    lines = sys.stdin.read().splitlines()
    heap, waiting, served = [], set(), []
    for order, line in enumerate(lines[1 : int(lines[0]) + 1]):
        event, *rest = line.split()
        if event == "ARRIVE":
            heapq.heappush(heap, (-int(rest[1]), order, rest[0]))
            waiting.add(rest[0])
        elif event == "LEAVE":
            waiting.remove(rest[0])
        else:
            while heap and heap[0][2] not in waiting:
                heapq.heappop(heap)
            if heap:
                name = heapq.heappop(heap)[2]
                waiting.remove(name)
                served.append(name)
            else:
                served.append("-")
    print("\n".join(served))


main()
