def type_text(commands):
    text, pieces = "", []
    for command in commands:
        kind, _, rest = command.partition(":")
        if kind == "type":
            pieces.append(rest)
            text += rest
        elif kind == "erase":
            text = text[: max(0, len(text) - int(rest))]
        elif pieces:
            piece = pieces.pop()
            text = text[: len(text) - len(piece)]
    return text
