import re

UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
PATTERN = re.compile(" *" + "".join(f"(?:([0-9]+){unit} *)?" for unit, _ in UNITS))


def parse_duration(text):
    match = PATTERN.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ValueError(f"no duration: {text!r}")
    return sum(
        int(number) * seconds
        for number, (_, seconds) in zip(match.groups(), UNITS)
        if number is not None
    )
