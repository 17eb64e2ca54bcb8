import sys
from collections import Counter

numbers, values = Counter(), Counter()
for line in sys.stdin:
    item, number, price = line.strip().split(";")
    numbers[item] += int(number)
    values[item] += int(number) * int(price)
for item in sorted(numbers):
    print(item, numbers[item], values[item] / 100)
print("TOTAL", sum(numbers.values()), sum(values.values()) / 100)
