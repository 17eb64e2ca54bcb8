def longest_tidy(brackets):
    # tidy[i]: length of the longest tidy stretch that ends just before i.
    tidy = [0] * (len(brackets) + 1)
    for i, bracket in enumerate(brackets):
        before = i - tidy[i] - 1
        if before >= 0 and brackets[before] + bracket in ("()", "[]"):
            tidy[i + 1] = tidy[i] + 2 + tidy[before]
    return max(tidy)
