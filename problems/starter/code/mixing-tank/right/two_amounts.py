def salt_content(litres, grams, steps):
    for step in steps:
        if step[0] == "drain":
            kept = 1 - step[1]
            litres *= kept
            grams *= kept
        else:
            litres += step[1]
            grams += step[1] * step[2]
    return grams / litres if litres else float("nan")
