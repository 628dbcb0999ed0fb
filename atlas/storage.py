"""Static files: hashed names, compressed copies, and imports between ES modules rewritten to the hashed names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AtlasStaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    # Packages refer to source maps that they don't ship; a missing map must not stop a start.
    manifest_strict = False
