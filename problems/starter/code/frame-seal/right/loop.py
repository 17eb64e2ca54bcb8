def seal(data):
    exclusive, total = 0, 0
    for byte in data:
        exclusive ^= byte
        total = (total + byte) & 0xFF
    return bytes([len(data) % 256]) + data + bytes([exclusive, total])
