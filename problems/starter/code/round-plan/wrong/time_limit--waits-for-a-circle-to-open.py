def plan_rounds(count, before):
    plan = [1] * count
    changed = True
    while changed:
        changed = False
        for a, b in before:
            if plan[b] <= plan[a]:
                plan[b] = plan[a] + 1
                changed = True
    return plan
