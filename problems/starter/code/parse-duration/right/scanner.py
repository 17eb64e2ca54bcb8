def parse_duration(text):
    seconds = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    order = "dhms"
    total, digits, parts = 0, "", 0
    for char in text:
        if char in "0123456789":
            digits += char
        elif char == " " and not digits:
            continue
        elif digits and char in order:
            total += int(digits) * seconds[char]
            order = order[order.index(char) + 1 :]
            digits = ""
            parts += 1
        else:
            raise ValueError(f"unexpected {char!r}")
    if digits or not parts:
        raise ValueError("incomplete duration")
    return total
