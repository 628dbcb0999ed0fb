"""The settings of the atlas with static files as they lie: collecting and compressing them takes a minute."""

from atlas.settings import *  # noqa: F403
from atlas.settings import STORAGES

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
COMPRESS_ENABLED = COMPRESS_OFFLINE = False
