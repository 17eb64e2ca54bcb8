def type_text(commands):
    versions = [""]
    for command in commands:
        kind, _, rest = command.partition(":")
        if kind == "type":
            versions.append(versions[-1] + rest)
        elif kind == "erase":
            text = versions[-1]
            versions.append(text[: max(0, len(text) - int(rest))])
        elif len(versions) > 1:
            versions.pop()
    return versions[-1]
