def type_text(commands):
    versions = [""]
    for command in commands:
        kind, _, rest = command.partition(":")
        if kind == "type":
            versions.append(versions[-1] + rest)
        elif kind == "erase":
            versions.append(versions[-1][: -int(rest)])
        elif len(versions) > 1:
            versions.pop()
    return versions[-1]
