def build_index(books):
    return (
        {author for _, author, _ in books},
        {
            year: sorted(title for title, _, other in books if other == year)
            for year in {year for _, _, year in books}
        },
    )
