"""Words → database: keeps the search document of a practice in step, and finds practices by words."""

from django.db.models import Case, IntegerField, Q, Value, When

from practices.search.analysis import index_text, words

WEIGHTS = (("title", 8), ("terms", 4), ("summary", 2), ("body", 1))


def reindex(practices):
    """Write the search documents of the given practices (a queryset); returns how many were written."""
    from practices.models import SearchDocument

    documents = [_document(practice) for practice in practices.for_list()]
    SearchDocument.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["practice"],
        update_fields=["title", "terms", "summary", "body"],
    )
    return len(documents)


def _document(practice):
    from practices.models import SearchDocument

    terms = [practice.handlungsfeld, *(c.term for c in practice.further_handlungsfelder.all())]
    for codings in (practice.teilaspekte, practice.handlungsmuster, practice.buergerrollen):
        terms += [coding.term for coding in codings.all()]
    places = [location.place for location in practice.locations.all()]
    named = [text for term in terms for text in (term.title, term.title_en)]
    named += [text for place in places for text in (place.name, place.name_en, place.state_name, place.country_name)]
    named.append(practice.get_carrier_display() if practice.carrier else "")
    return SearchDocument(
        practice_id=practice.pk,
        title=index_text(practice.title, practice.title_en),
        terms=index_text(*map(str, named)),
        summary=index_text(practice.summary, practice.summary_en),
        body=index_text(practice.description),
    )


def matching(queryset, text):
    """The practices that hold every word of ``text``, annotated with ``relevance`` (int, higher is better).

    A text without any letter or digit finds nothing: no case holds it.
    """
    if not words(text):
        return queryset.none()
    relevance = Value(0, output_field=IntegerField())
    for word in dict.fromkeys(words(text)):
        needle = f" {word}"
        in_field = {name: Q(**{f"search_document__{name}__contains": needle}) for name, _ in WEIGHTS}
        anywhere = Q()
        for condition in in_field.values():
            anywhere |= condition
        queryset = queryset.filter(anywhere)
        relevance = relevance + Case(
            *(When(in_field[name], then=Value(weight)) for name, weight in WEIGHTS),
            default=Value(0),
            output_field=IntegerField(),
        )
    return queryset.annotate(relevance=relevance)
