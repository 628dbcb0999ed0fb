"""Names and validity of country (ISO 3166-1) and state (ISO 3166-2) codes, from pycountry."""

import gettext
from functools import lru_cache

import pycountry
from django.utils.translation import get_language

# What people say and type for a state, where ISO has a name only.
SPOKEN_STATES = {"DE-BW": "BaWü, BW", "DE-MV": "MV, Meck-Pomm", "DE-NW": "NRW", "DE-RP": "RLP", "DE-SH": "SH"}

# What English says for a state, where pycountry's English list leaves its own language's name.
ENGLISH_STATES = {
    "DE-BY": "Bavaria", "DE-HE": "Hesse", "DE-MV": "Mecklenburg-Western Pomerania", "DE-NI": "Lower Saxony",
    "DE-NW": "North Rhine-Westphalia", "DE-RP": "Rhineland-Palatinate", "DE-SN": "Saxony", "DE-ST": "Saxony-Anhalt",
    "DE-TH": "Thuringia", "AT-2": "Carinthia", "AT-3": "Lower Austria", "AT-4": "Upper Austria", "AT-6": "Styria",
    "AT-7": "Tyrol", "AT-9": "Vienna", "CH-BE": "Bern", "CH-GE": "Geneva", "CH-GR": "Grisons", "CH-LU": "Lucerne",
    "CH-ZH": "Zurich", "IT-21": "Piedmont", "IT-25": "Lombardy", "IT-32": "Trentino-South Tyrol", "IT-52": "Tuscany",
    "IT-75": "Apulia", "IT-82": "Sicily", "IT-88": "Sardinia",
}  # fmt: skip


def is_country(code):
    """True for an alpha-2 code in capitals."""
    return len(code) == 2 and code.isupper() and pycountry.countries.get(alpha_2=code) is not None


def is_state(code):
    """True for a subdivision code in capitals, like DE-NI or AT-6."""
    return code == code.upper() and pycountry.subdivisions.get(code=code) is not None


def country_name(code):
    """The name in the active language; the code itself where ISO knows none."""
    return _name("iso3166-1", code, get_language() or "de")


def state_name(code):
    return _name("iso3166-2", code, get_language() or "de")


def country_name_in(code, language):
    """The name in a language, "" for no code."""
    return _name("iso3166-1", code, language) if code else ""


def state_name_in(code, language):
    return _name("iso3166-2", code, language) if code else ""


def searched_state_name(code, language):
    """The name in a language with what people say for it: "Nordrhein-Westfalen (NRW)"; "" for no code."""
    name = state_name_in(code, language)
    return f"{name} ({SPOKEN_STATES[code]})" if code in SPOKEN_STATES else name


@lru_cache(maxsize=8192)
def _name(domain, code, language):
    if domain == "iso3166-1":
        entry = pycountry.countries.get(alpha_2=code)
    else:
        entry = pycountry.subdivisions.get(code=code)
    if entry is None:
        return code
    if language == "en" and code in ENGLISH_STATES:
        return ENGLISH_STATES[code]
    return _translation(domain, language).gettext(entry.name)


@lru_cache(maxsize=8)
def _translation(domain, language):
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)


@lru_cache(maxsize=1)
def german_state_names():
    """Words of the names of all states of Germany, Austria and Switzerland, in lower case: frozenset of str."""
    codes = (s.code for country in ("DE", "AT", "CH") for s in pycountry.subdivisions.get(country_code=country))
    names = (_name("iso3166-2", code, "de").lower() for code in codes)
    return frozenset(word for name in names for word in name.replace("-", " ").split())
