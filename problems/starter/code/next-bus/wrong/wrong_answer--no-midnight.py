def next_bus(now, timetable):
    def minutes(time):
        return 60 * int(time[:2]) + int(time[3:])

    bus = min(timetable, key=lambda time: abs(minutes(time) - minutes(now)))
    return [bus, abs(minutes(bus) - minutes(now))]
