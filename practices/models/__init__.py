"""What a case is: the practice, its places, its sources and its codings."""

from practices.models.coding import (
    Basis,
    BuergerrolleCoding,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    TeilaspektCoding,
)
from practices.models.data_version import Change, DataVersion
from practices.models.editorial import (
    Revision,
    SlugRedirect,
    Step,
    Tombstone,
    Version,
)
from practices.models.fixture import FixtureRecord
from practices.models.imports import ColumnMeaning, ImportJob, TableMemory
from practices.models.picture import Licence, Picture, PracticeImage
from practices.models.place import Location, Place, Precision
from practices.models.practice import Carrier, Practice, Status
from practices.models.record import RecordRevision, RecordVersion
from practices.models.research import LinkCheck, Resolution, SecondCoding
from practices.models.search import SearchDocument, SearchWord
from practices.models.source import Citation, Source
from practices.models.unsaved import Autosave, SentForm
from practices.models.upkeep import Upkeep

__all__ = [
    "Autosave",
    "Basis",
    "BuergerrolleCoding",
    "Carrier",
    "Change",
    "Citation",
    "ColumnMeaning",
    "DataVersion",
    "FixtureRecord",
    "HandlungsfeldCoding",
    "HandlungsmusterCoding",
    "ImportJob",
    "Licence",
    "LinkCheck",
    "Location",
    "Picture",
    "Place",
    "Practice",
    "PracticeImage",
    "Precision",
    "RecordRevision",
    "RecordVersion",
    "Resolution",
    "Revision",
    "SearchDocument",
    "SearchWord",
    "SecondCoding",
    "SentForm",
    "SlugRedirect",
    "Source",
    "Status",
    "Step",
    "TableMemory",
    "TeilaspektCoding",
    "Tombstone",
    "Upkeep",
    "Version",
]
