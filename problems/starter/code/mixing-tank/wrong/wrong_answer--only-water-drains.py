def salt_content(litres, grams, steps):
    for step in steps:
        if step[0] == "drain":
            litres *= 1 - step[1]
        else:
            litres += step[1]
            grams += step[1] * step[2]
    return grams / litres if litres else float("nan")
