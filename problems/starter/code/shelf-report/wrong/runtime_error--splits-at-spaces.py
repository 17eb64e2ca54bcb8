import sys

numbers = {}
for line in sys.stdin:
    item, number, price = line.replace(";", " ").split()
    numbers[item] = numbers.get(item, 0) + int(number)
for item in sorted(numbers):
    print(item, numbers[item])
