"""Static files: hashed names, compressed copies, and imports between ES modules rewritten to the hashed names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AtlasStaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def hashed_name(self, name, content=None, filename=None):
        """As Django does it, except that a source map a package names but doesn't ship stays as it is named."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            if name.endswith(".map"):
                return name
            raise
