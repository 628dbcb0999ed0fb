"""What a case is: the practice, its places, its sources and its codings."""

from practices.models.coding import (
    Basis,
    BuergerrolleCoding,
    FundingCoding,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    KommunenRolleCoding,
    Resolution,
    SecondCoding,
    TeilaspektCoding,
)
from practices.models.data_version import Change, DataVersion
from practices.models.picture import Licence, Picture, PracticeImage
from practices.models.place import Location, Place, Precision
from practices.models.population import CensusFigure
from practices.models.practice import Practice
from practices.models.profile.values import Carrier, Evidence, Phase
from practices.models.search import SearchDocument, SearchWord
from practices.models.source import Citation, LinkCheck, Source
from practices.models.status import Status
from practices.models.workplace.history import SlugRedirect, Tombstone, Version
from practices.models.workplace.imports import ColumnMeaning, FixtureRecord, ImportJob, TableMemory
from practices.models.workplace.record import RecordRevision, RecordVersion
from practices.models.workplace.upkeep import Upkeep
from practices.models.workplace.workflow import Autosave, Revision, SentForm, Step

__all__ = [
    "Autosave",
    "Basis",
    "BuergerrolleCoding",
    "Carrier",
    "CensusFigure",
    "Change",
    "Citation",
    "ColumnMeaning",
    "DataVersion",
    "Evidence",
    "FixtureRecord",
    "FundingCoding",
    "HandlungsfeldCoding",
    "HandlungsmusterCoding",
    "ImportJob",
    "KommunenRolleCoding",
    "Licence",
    "LinkCheck",
    "Location",
    "Phase",
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
