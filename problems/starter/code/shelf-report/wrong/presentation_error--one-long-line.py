import sys
from collections import Counter

numbers, values = Counter(), Counter()
for line in sys.stdin:
    item, number, price = line.strip().split(";")
    numbers[item] += int(number)
    values[item] += int(number) * int(price)
for item in sorted(numbers):
    print(item, numbers[item], f"{values[item] / 100:.2f}", end=" ")
print("TOTAL", sum(numbers.values()), f"{sum(values.values()) / 100:.2f}")
