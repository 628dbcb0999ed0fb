"""Static files are served as they lie, but for the lists that the storage keeps of them."""

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

# Every file with its hash, and every block that was compressed: for the atlas, not for visitors.
LISTS = ("staticfiles.json", "CACHE/manifest.json")
NOT_SERVED = {f"{settings.STATIC_URL}{name}{ending}" for name in LISTS for ending in ("", ".gz", ".br")}


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    def add_file_to_dictionary(self, url, path, stat_cache=None):
        if url not in NOT_SERVED:
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)

    def find_file(self, url):
        return None if url in NOT_SERVED else super().find_file(url)
