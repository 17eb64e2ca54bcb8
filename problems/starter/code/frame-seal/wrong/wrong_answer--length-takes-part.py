from functools import reduce
from operator import xor


def seal(data):
    frame = bytes([len(data) & 255]) + data
    return frame + bytes([reduce(xor, frame, 0), sum(frame) & 255])
