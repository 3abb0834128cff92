"""Static files as they are served: hashed, compressed, style sheets without comments and white space."""

from collections.abc import Iterator

import rcssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Keeps the sources readable and the pages small: a page may load 25 KB of CSS at most."""

    def post_process(self, paths: dict, **options) -> Iterator[tuple]:
        compact = {name: self._compact(name, *source) for name, source in paths.items() if name.endswith(".css")}
        yield from super().post_process(paths | compact, **options)

    def _compact(self, name: str, source, path: str) -> tuple:
        """Rewrites the collected copy; returns it as the file that hashing starts from."""
        with source.open(path) as original:
            style = rcssmin.cssmin(original.read().decode("utf-8"))
        with open(self.path(name), "w", encoding="utf-8") as collected:
            collected.write(style)
        return self, name
