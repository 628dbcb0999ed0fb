"""What a parameter of the filter is: how its value is read, which cases it leaves, and how it is said."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from practices.filter import fields

NOTHING = QueryDict()


class Parameter:
    """One that doesn't narrow the cases: an order, a page, a language.

    ``name``: in the query string. ``field``: reads the value. ``about``, ``schema``: for the OpenAPI document.
    ``everywhere``: whether every address with a filter understands it.
    """

    many = narrows = False

    def __init__(self, name, field, about="", schema=None, everywhere=True):
        self.name, self.field, self.about, self.schema, self.everywhere = name, field, about, schema, everywhere

    def read(self, data):
        """The clean value in a QueryDict; ValidationError with what is wrong."""
        return self.field.clean(self.field.widget.value_from_datadict(data, {}, self.name))

    @cached_property
    def absent(self):
        """The value where the parameter isn't given; the same for every request."""
        return self.read(NOTHING)


class Narrowing(Parameter):
    """``condition(value)``: which practices it leaves in the database, as something for ``QuerySet.filter()``."""

    narrows = True

    def __init__(self, name, field, condition, about="", schema=None):
        super().__init__(name, field, about, schema)
        self.condition = condition

    def select(self, catalogue, value):
        """The published practices that it leaves, as a BitMap of pks."""
        raise NotImplementedError

    def said(self, value):
        """How a clean value reads in a sentence."""
        raise NotImplementedError

    def raw(self, value):
        """A clean value as it stands in the query string."""
        return getattr(value, "slug", value)


class Words(Narrowing):
    """``find(catalogue, text)``: the BitMap of the practices that the search finds."""

    def __init__(self, name, find, **kwargs):
        super().__init__(name, fields.QueryField(required=False), **kwargs)
        self.find = find

    def select(self, catalogue, value):
        return self.find(catalogue, value)

    def said(self, value):
        return f"„{value}“" if _("lang") == "de" else f"“{value}”"


class Box(Narrowing):
    """Practices with a dot in the box."""

    def __init__(self, name, **kwargs):
        super().__init__(name, fields.BBoxField(required=False), **kwargs)

    def select(self, catalogue, value):
        return catalogue.in_box(value)

    def said(self, value):
        return _("within the map section")


class Many(Narrowing):
    """Practices with one of the given values. ``heading``, ``hint``: of its facet, "" for none of its own."""

    many = True
    by_count = False

    def __init__(self, name, field, heading="", hint="", **kwargs):
        super().__init__(name, field, **kwargs)
        self.heading, self.hint = heading, hint

    def select(self, catalogue, value):
        return catalogue.any_of(self.name, [self.raw(item) for item in value])

    def options(self, catalogue, language):
        """[(value, title)] of what its facet lists."""
        raise NotImplementedError


class Terms(Many):
    """Terms of the vocabulary, or places; the clean values are Terms of the catalogue. ``phrase``: how one is said."""

    def __init__(self, name, phrase=None, **kwargs):
        super().__init__(name, fields.TermsField(name), **kwargs)
        self.phrase = phrase

    def said(self, value):
        return self.phrase % {"name": value.label} if self.phrase else value.label

    def options(self, catalogue, language):
        return [(term.slug, term.label_in(language)) for term in catalogue.vocabulary[self.name]]


class Choices(Many):
    """Values of a fixed list; ``label(value)`` is what one is called, ``phrase`` how one is said."""

    def __init__(self, name, values, label, phrase=None, **kwargs):
        super().__init__(name, fields.ChoicesField(dict.fromkeys(values)), **kwargs)
        self.label, self.phrase = label, phrase

    def said(self, value):
        return self.phrase % {"name": self.label(value)} if self.phrase else self.label(value)

    def options(self, catalogue, language):
        return [(value, self.label(value)) for value in self.field.choices]


class Codes(Many):
    """ISO codes; the facet lists those that the atlas has places in, those with most cases first."""

    by_count = True

    def __init__(self, name, exists, example, label, **kwargs):
        super().__init__(name, fields.CodesField(exists, example), **kwargs)
        self.label = label

    def said(self, value):
        return _("in %(name)s") % {"name": self.label(value)}

    def options(self, catalogue, language):
        return [(code, self.label(code)) for code in catalogue.sets[self.name]]
