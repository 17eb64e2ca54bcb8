def next_bus(now, timetable):
    """Times of this form are in the order of their text, so sorting needs no numbers."""
    later = [bus for bus in timetable if bus >= now]
    bus = min(later or timetable)
    wait = 60 * (int(bus[:2]) - int(now[:2])) + int(bus[3:]) - int(now[3:])
    return bus, wait if later else wait + 24 * 60
