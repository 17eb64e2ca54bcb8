def longest_tidy(brackets):
    waiting, best, start = [], 0, 0
    for i, bracket in enumerate(brackets):
        if bracket in "([":
            waiting.append(i)
        elif waiting:
            waiting.pop()
            best = max(best, i + 1 - (waiting[-1] + 1 if waiting else start))
        else:
            start = i + 1
    return best
