def next_bus(now, timetable):
    def minutes(time):
        return 60 * int(time[:2]) + int(time[3:])

    wait, bus = min(((minutes(bus) - minutes(now)) % 1440, bus) for bus in timetable)
    print([bus, wait])
