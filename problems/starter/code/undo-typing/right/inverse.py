def type_text(commands):
    text, inverses = [], []
    for command in commands:
        if command.startswith("type:"):
            added = list(command[5:])
            text.extend(added)
            inverses.append((len(added), []))
        elif command.startswith("erase:"):
            keep = max(0, len(text) - int(command[6:]))
            inverses.append((0, text[keep:]))
            del text[keep:]
        elif inverses:
            remove, restore = inverses.pop()
            del text[len(text) - remove :]
            text.extend(restore)
    return "".join(text)
