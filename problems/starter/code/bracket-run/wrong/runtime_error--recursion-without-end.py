def longest_tidy(brackets):
    if not brackets:
        return 0
    return max(longest_tidy(brackets[1:] + brackets[0]), 0)
