from functools import reduce
from operator import xor


def seal(data):
    return bytes([len(data), *data, reduce(xor, data, 0), sum(data)])
