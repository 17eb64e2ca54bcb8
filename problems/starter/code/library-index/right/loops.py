def build_index(books):
    authors = set()
    years = {}
    for title, author, year in books:
        authors.add(author)
        years.setdefault(year, []).append(title)
    for titles in years.values():
        titles.sort()
    return authors, years
