def shorten(pattern):
    notation, length = "", 1
    for before, letter in zip(pattern, pattern[1:]):
        if letter == before:
            length += 1
        else:
            notation += (str(length) if length > 1 else "") + before
            length = 1
    return notation
