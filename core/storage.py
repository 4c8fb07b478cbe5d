"""Static files under names that carry their content's hash, so browsers may keep them for ever."""

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile, File
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


def squeezed(sheet: str) -> str:
    """A style sheet without its comments and white space, which are for us; no string of ours holds such signs."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*|\s*\n\s*", lambda found: found[1] or " ", bare).strip()


class AppFiles(AppDirectoriesFinder):
    """The apps' static files but those of the API's framework: they belong to pages that we do not have."""

    def __init__(self, app_names: list[str] | None = None, *args: Any, **options: Any) -> None:
        used = [app.name for app in apps.get_app_configs() if app.name != "rest_framework"]
        super().__init__(app_names or used, *args, **options)


class SparingCompressor(Compressor):  # type: ignore[misc]
    """Brotli for what visitors load, gzip for the admin: its many files would add seconds to a first start."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._gzip = Compressor(**options, use_brotli=False)

    def compress(self, path: str) -> list[str]:
        """Write the compressed twins of one file."""
        if "admin" in Path(path).relative_to(settings.STATIC_ROOT).parts:
            return list(self._gzip.compress(path))
        return list(super().compress(path))


class HashedStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage; it also rewrites imports, so modules find each other's hashed names."""

    support_js_module_import_aggregation = True
    # Our own modules only: in files of others it takes examples in comments for imports and fails.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def create_compressor(self, **options: Any) -> Compressor:
        """The one that WhiteNoise asks for."""
        return SparingCompressor(**options)

    def _save(self, name: str, content: "File[Any]") -> str:
        """Keep a file; our style sheets are squeezed first."""
        if name.startswith("css/") and name.endswith(".css"):
            content = ContentFile(squeezed(b"".join(content.chunks()).decode()).encode())
        return str(super()._save(name, content))
