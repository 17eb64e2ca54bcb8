def shorten(pattern):
    notation, start = "", 0
    for end in range(1, len(pattern) + 1):
        if end == len(pattern) or pattern[end] != pattern[start]:
            length = end - start
            notation += f"{length}{pattern[start]}" if length > 1 else pattern[start]
            start = end
    return notation
