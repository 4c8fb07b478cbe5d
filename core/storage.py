"""Static files under names that carry their content's hash, so browsers may keep them for ever."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile, File
from rjsmin import jsmin  # type: ignore[import-untyped]
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


def squeezed(sheet: str) -> str:
    """A style sheet without its comments and white space, which are for us; no string of ours holds such signs."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    bare = re.sub(r"\s*([{};])\s*|\s*\n\s*", lambda found: found[1] or " ", bare).strip()
    return re.sub(r"(?<=[:,]) |;(?=})", "", bare)


def squeezed_script(module: str) -> str:
    """A module without its comments and white space; names stay as they are written."""
    return str(jsmin(module))


def is_ours(name: str) -> bool:
    """Whether we wrote this sheet or module."""
    return name.startswith(("css/", "js/")) and name.endswith((".css", ".js"))


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
    max_post_process_passes = 20  # a name waits for those of all that it imports: so deep may imports go
    # Our own modules only: in files of others it takes examples in comments for imports and fails. A module that is
    # imported later may be named as in the page's import map; only a path leads to a file.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        tuple(
            (pattern.replace("(?P<url>.*?)", "(?P<url>[./].*?)"), template)
            for pattern, template in CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
        ),
    )

    def create_compressor(self, **options: Any) -> Compressor:
        """The one that WhiteNoise asks for."""
        return SparingCompressor(**options)

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Rewrite what was kept and not what was written: a comment that names a module imports nothing."""
        kept = {name: (self, name) if is_ours(name) else found for name, found in paths.items()}
        yield from super().post_process(kept, *args, **options)

    def _save(self, name: str, content: "File[Any]") -> str:
        """Keep a file; our style sheets and modules are squeezed first."""
        if is_ours(name):
            squeeze = squeezed if name.endswith(".css") else squeezed_script
            content = ContentFile(squeeze(b"".join(content.chunks()).decode()).encode())
        return str(super()._save(name, content))
