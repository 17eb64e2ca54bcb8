def longest_tidy(brackets):
    partner = {")": "(", "]": "["}
    waiting, best, start = [], 0, 0
    for i, bracket in enumerate(brackets):
        if bracket not in partner:
            waiting.append(i)
        elif waiting and brackets[waiting[-1]] == partner[bracket]:
            waiting.pop()
            best = max(best, i + 1 - (waiting[-1] + 1 if waiting else start))
        else:
            waiting.clear()
            start = i + 1
    return best
