from fractions import Fraction
from math import nan


def salt_content(litres, grams, steps):
    volume, salt = Fraction(litres), Fraction(grams)
    for kind, amount, *rest in steps:
        amount = Fraction(amount)
        if kind == "drain":
            volume -= volume * amount
            salt -= salt * amount
        else:
            volume += amount
            salt += amount * Fraction(rest[0])
    return float(salt / volume) if volume > 0 else nan
