def type_text(commands):
    versions = [""]
    for command in commands:
        if command == "undo":
            if len(versions) > 1:
                versions.pop()
            continue
        kind, rest = command.split(":")
        text = versions[-1]
        versions.append(text + rest if kind == "type" else text[: max(0, len(text) - int(rest))])
    return versions[-1]
