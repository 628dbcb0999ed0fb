"""One column of a table of cases."""

from dataclasses import dataclass

from exchange.columns.kinds import Kind

TEXT = Kind()


@dataclass(frozen=True)
class Column:
    """Its headings, and by its ``kind`` how a cell is read, written and told.

    Numbered columns (``single`` 1, ``single`` 2 …) of a kind with several values are joined. ``member``: its key is a
    member of the plain form that its cells say alone. ``read``: the import uses it. ``written``: the export has it.
    ``template``: how many columns of this kind the template shows. ``options``: the name of the list that the template
    offers as a drop-down. ``help``: for the template, in German.
    """

    key: str
    german: str
    english: str
    help: str
    kind: Kind = TEXT
    also: tuple = ()
    single: str = ""
    member: bool = False
    read: bool = True
    written: bool = True
    template: int = 1
    options: str = ""
    width: int = 24

    @property
    def many(self):
        return self.kind.many

    @property
    def names(self):
        return tuple(filter(None, (self.key, self.german, self.english, self.single, *self.also)))

    def heading(self, language):
        return self.english if language == "en" else self.german
