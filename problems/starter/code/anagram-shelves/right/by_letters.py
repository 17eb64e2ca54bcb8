from collections import defaultdict


def shelve(words):
    shelves = defaultdict(list)
    for word in words:
        shelves["".join(sorted(word.lower()))].append(word)
    return [sorted(shelf) for shelf in shelves.values()]
