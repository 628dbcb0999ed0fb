"""Where the atlas has no example yet: published cases by Handlungsfeld and Handlungsmuster."""


def gaps(catalogue):
    """(Terms of the columns, [(Term of the row, [number of cases…])…]), both in the order of the vocabulary."""
    fields, patterns = catalogue.vocabulary["handlungsfeld"], catalogue.vocabulary["handlungsmuster"]
    of_field, of_pattern = catalogue.sets["handlungsfeld"], catalogue.sets["handlungsmuster"]
    rows = [
        (field, [of_field[field.slug].intersection_cardinality(of_pattern[pattern.slug]) for pattern in patterns])
        for field in fields
    ]
    return patterns, rows
