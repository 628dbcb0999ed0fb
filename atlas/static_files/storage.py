"""Static files: hashed names, compressed copies, and the modules of a page joined into one file."""

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from atlas.static_files.joining import joined

# The modules that pages begin with.
ENTRIES = ("main.js", "page.js", "shortlist-page.js")


class AtlasStaticStorage(CompressedManifestStaticFilesStorage):
    # What a page imports later is found by its hashed name.
    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            self._join(paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, paths):
        """Writes the joined modules in the place of those that pages begin with."""

        def read(name):
            source, path = paths[f"js/{name}"]
            with source.open(path) as file:
                return file.read().decode()

        texts = {f"js/{name}": joined(name, read) for name in ENTRIES if f"js/{name}" in paths}
        for name, text in texts.items():
            self.delete(name)
            self._save(name, ContentFile(text.encode()))
            paths[name] = (self, name)

    def hashed_name(self, name, content=None, filename=None):
        """As Django does it, except that a source map a package names but doesn't ship stays as it is named."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            if name.endswith(".map"):
                return name
            raise
