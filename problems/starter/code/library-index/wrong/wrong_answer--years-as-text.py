def build_index(books):
    years = {}
    for title, _, year in sorted(books):
        years.setdefault(str(year), []).append(title)
    return {author for _, author, _ in books}, years
