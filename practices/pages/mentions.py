"""Places and projects that the study names in passing: told on the page of a theme, no cases and not counted."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.conf import settings

from core.languages import in_language

FILE = "fixtures/mentions.yaml"


@dataclass(frozen=True)
class Mention:
    """``text``: one line of ours; ``chapter``: where it stands, like "02.05"."""

    handlungsfeld: str
    title: str
    title_en: str
    text: str
    text_en: str
    chapter: str

    @property
    def label(self):
        return in_language(self, "title")

    @property
    def line(self):
        return in_language(self, "text")


@cache
def _all():
    with open(settings.BASE_DIR / FILE, encoding="utf-8") as file:
        return [Mention(**entry) for entry in yaml.safe_load(file)]


def mentions_of(handlungsfeld):
    """[Mention] of a Handlungsfeld, in the order of the file."""
    return [mention for mention in _all() if mention.handlungsfeld == handlungsfeld.slug]
