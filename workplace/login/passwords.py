"""Which passwords are taken: none that is found by trying what people take."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Of zxcvbn's 0 to 4: more than 10^10 tries. A common word with a year and a sign needs 10^8.
ENOUGH = 4
SITE = "kleinstadt kleinstädte kleinstaedte praxis praxisatlas atlas gute gutepraxis beispiele handlungsfeld"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BARE = str.maketrans("äöüß", "aous")


@cache
def common():
    """The words of ``common_passwords.txt``, the most common first."""
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def site_words():
    """What the site and its host are called."""
    host = (urlsplit(settings.SITE_URL).hostname or "").replace("-", ".").split(".")
    imprint = " ".join((settings.IMPRINT["name"], settings.IMPRINT["email"].partition("@")[2])).replace(".", " ")
    return [word for word in (*SITE.split(), *host, *imprint.lower().split()) if len(word) > 2]


class GuessablePasswordValidator:
    """Refuses what is quickly guessed: common words, the site's name, one's own, dates, rows of keys, and mixtures."""

    def validate(self, password, user=None):
        from zxcvbn import zxcvbn  # noqa: PLC0415  (a second and some memory, which few processes need)

        own = [str(getattr(user, name, "") or "") for name in ("username", "first_name", "last_name", "email")]
        words = [*site_words(), *(part for text in own for part in text.lower().replace("@", " ").split()), *common()]
        # zxcvbn looks at 72 characters at most; more of them don't make a password worse.
        result = zxcvbn(password[:72], user_inputs=list(dict.fromkeys(_spellings(words))), max_length=72)
        if result["score"] < ENOUGH:
            raise ValidationError(_reason(result["sequence"], site_words()), code="guessable")

    def get_help_text(self):
        return _(
            "Best are several words that have nothing to do with each other; no common password, no date, not the name "
            "of the place or of this site."
        )


def _spellings(words):
    for word in words:
        word = word.lower()
        yield from (word, word.translate(_UMLAUTS), word.translate(_BARE))


def _reason(sequence, site):
    """What is wrong with it, by the longest part that was recognised."""
    known = [part for part in sequence if part["pattern"] != "bruteforce"]
    longest = max(known, key=lambda part: len(part["token"]), default=None)
    if longest is not None and longest.get("dictionary_name") == "user_inputs":
        if longest["matched_word"] in set(_spellings(site)):
            return _("This is easily guessed: it is made of the name of the site or of the place.")
        return _("This is easily guessed: it is made of a common word or of your name.")
    if longest is not None and longest["pattern"] in ("date", "sequence", "repeat", "spatial", "regex"):
        return _("This is easily guessed: it is made of a date, a row of keys or numbers, or of repetitions.")
    return _("This is easily guessed: many people take such a password.")
