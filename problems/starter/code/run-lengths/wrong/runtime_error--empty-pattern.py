def shorten(pattern):
    notation, before, length = "", pattern[0], 0
    for letter in pattern + "\n":
        if letter == before:
            length += 1
        else:
            notation += (str(length) if length > 1 else "") + before
            before, length = letter, 1
    return notation
