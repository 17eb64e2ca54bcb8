def shelve(words):
    shelves = {}
    for word in words:
        shelves.setdefault("".join(sorted(word.lower())), set()).add(word)
    return [sorted(shelf) for shelf in shelves.values()]
