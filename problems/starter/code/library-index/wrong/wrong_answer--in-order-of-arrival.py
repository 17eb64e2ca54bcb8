def build_index(books):
    authors, years = set(), {}
    for title, author, year in books:
        authors.add(author)
        years.setdefault(year, []).append(title)
    return authors, years
