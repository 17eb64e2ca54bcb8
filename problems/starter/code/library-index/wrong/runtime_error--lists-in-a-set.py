def build_index(books):
    entries = {[title, author, year] for title, author, year in books}
    years = {}
    for title, _, year in sorted(entries):
        years.setdefault(year, []).append(title)
    return {author for _, author, _ in entries}, years
