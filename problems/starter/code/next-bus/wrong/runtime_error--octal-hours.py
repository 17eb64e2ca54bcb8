def next_bus(now, timetable):
    def minutes(time):
        hours, rest = time.split(":")
        return 60 * int(hours, 0) + int(rest, 0)

    wait, bus = min(((minutes(bus) - minutes(now)) % 1440, bus) for bus in timetable)
    return [bus, wait]
