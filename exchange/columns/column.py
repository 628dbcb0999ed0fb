"""One column of a table of cases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """``many``: several values in a cell, and numbered columns (``single`` 1, ``single`` 2 …) are joined.

    ``read``: the import uses it.

    ``written``: the export has it. ``template``: how many columns of this kind the template shows.
    ``options``: the name of the list that the template offers as a drop-down. ``help``: for the template, in German.
    """

    key: str
    german: str
    english: str
    help: str
    also: tuple = ()
    many: bool = False
    single: str = ""
    read: bool = True
    written: bool = True
    template: int = 1
    options: str = ""
    width: int = 24

    @property
    def names(self):
        return tuple(filter(None, (self.key, self.german, self.english, self.single, *self.also)))
