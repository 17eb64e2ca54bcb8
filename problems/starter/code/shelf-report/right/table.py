import sys

numbers, values = {}, {}
for line in sys.stdin:
    if line.strip():
        item, number, price = line.strip().split(";")
        numbers[item] = numbers.get(item, 0) + int(number)
        values[item] = values.get(item, 0) + int(number) * int(price)


def row(name, number, cents):
    print(f"{name} {number} {cents // 100}.{cents % 100:02}")


for item in sorted(numbers):
    row(item, numbers[item], values[item])
row("TOTAL", sum(numbers.values()), sum(values.values()))
