def shelve(words):
    shelves = {}
    for word in words:
        shelves.setdefault(frozenset(word.lower()), []).append(word)
    return [sorted(shelf) for shelf in shelves.values()]
