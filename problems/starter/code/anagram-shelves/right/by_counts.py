from itertools import groupby


def letters(word):
    return tuple(sorted(word.casefold()))


def shelve(words):
    ordered = sorted(words, key=lambda word: (letters(word), word), reverse=True)
    return [sorted(shelf) for _, shelf in groupby(ordered, key=letters)]
