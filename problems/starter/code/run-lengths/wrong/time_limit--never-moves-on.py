def shorten(pattern):
    notation, i = "", 0
    while i < len(pattern):
        length = 1
        while i + length < len(pattern) and pattern[i + length] == pattern[i]:
            length += 1
        notation += (str(length) if length > 1 else "") + pattern[i]
        i += length - 1
    return notation
