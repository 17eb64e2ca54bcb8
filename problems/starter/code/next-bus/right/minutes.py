def next_bus(now, timetable):
    def minutes(time):
        hours, rest = time.split(":")
        return 60 * int(hours) + int(rest)

    waits = [((minutes(bus) - minutes(now)) % 1440, bus) for bus in timetable]
    wait, bus = min(waits)
    return [bus, wait]
