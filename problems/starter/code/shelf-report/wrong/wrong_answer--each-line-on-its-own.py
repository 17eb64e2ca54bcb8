import sys

number_of_all = value_of_all = 0
for line in sorted(sys.stdin):
    item, number, price = line.strip().split(";")
    cents = int(number) * int(price)
    print(item, number, f"{cents / 100:.2f}")
    number_of_all += int(number)
    value_of_all += cents
print("TOTAL", number_of_all, f"{value_of_all / 100:.2f}")
