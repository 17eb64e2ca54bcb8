def shelve(words):
    shelves = {}
    for word in words:
        shelves.setdefault("".join(sorted(word)), []).append(word)
    return [sorted(shelf) for shelf in shelves.values()]
