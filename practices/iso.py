"""Names and validity of country (ISO 3166-1) and state (ISO 3166-2) codes, from pycountry."""

import gettext
from functools import lru_cache

import pycountry
from django.utils.translation import get_language


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


@lru_cache(maxsize=2048)
def _name(domain, code, language):
    if domain == "iso3166-1":
        entry = pycountry.countries.get(alpha_2=code)
    else:
        entry = pycountry.subdivisions.get(code=code)
    if entry is None:
        return code
    return _translation(domain, language).gettext(entry.name)


@lru_cache(maxsize=8)
def _translation(domain, language):
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)
