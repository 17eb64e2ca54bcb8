def longest_tidy(brackets):
    for length in range(len(brackets) // 2 * 2, 0, -2):
        for start in range(len(brackets) - length + 1):
            part, size = brackets[start : start + length], -1
            while size != len(part):
                size = len(part)
                part = part.replace("()", "").replace("[]", "")
            if not part:
                return length
    return 0
