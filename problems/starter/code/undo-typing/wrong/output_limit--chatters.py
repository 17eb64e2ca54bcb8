def type_text(commands):
    while True:
        print("still thinking about", len(commands), "commands")
