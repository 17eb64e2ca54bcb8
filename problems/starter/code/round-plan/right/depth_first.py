def plan_rounds(count, before):
    conditions = [[a for a, b in before if b == match] for match in range(count)]
    rounds, active = {}, set()

    def round_of(match):
        if match in active:
            raise ValueError("circle")
        if match not in rounds:
            active.add(match)
            rounds[match] = 1 + max(map(round_of, conditions[match]), default=0)
            active.discard(match)
        return rounds[match]

    try:
        return [round_of(match) for match in range(count)]
    except ValueError:
        return None
