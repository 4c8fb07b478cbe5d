"""Static files under names that carry their content's hash, so browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage; it also rewrites imports, so modules find each other's hashed names."""

    support_js_module_import_aggregation = True
    # Our own modules only: in files of others it takes examples in comments for imports and fails.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
