def salt_content(litres, grams, steps):
    for step in steps:
        if step[0] == "drain":
            litres, grams = litres * (1 - step[1]), grams * (1 - step[1])
        else:
            litres, grams = litres + step[1], grams + step[1] * step[2]
    return grams / litres if litres else 0.0
