def can_share(weights):
    def reach(index, difference):
        if index == len(weights):
            return difference == 0
        weight = weights[index]
        return reach(index + 1, difference + weight) or reach(index + 1, difference - weight)

    return reach(0, 0)
