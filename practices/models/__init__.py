"""What a case is: the practice, its places, its sources and its codings."""

from practices.models.change import Change, DataVersion
from practices.models.coding import (
    Basis,
    BuergerrolleCoding,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    TeilaspektCoding,
)
from practices.models.fixture import FixtureRecord
from practices.models.place import Location, Place, Precision
from practices.models.practice import Carrier, Practice, Status
from practices.models.search import SearchDocument, SearchWord
from practices.models.source import Citation, Source

__all__ = [
    "Basis",
    "BuergerrolleCoding",
    "Carrier",
    "Change",
    "Citation",
    "DataVersion",
    "FixtureRecord",
    "HandlungsfeldCoding",
    "HandlungsmusterCoding",
    "Location",
    "Place",
    "Practice",
    "Precision",
    "SearchDocument",
    "SearchWord",
    "Source",
    "Status",
    "TeilaspektCoding",
]
