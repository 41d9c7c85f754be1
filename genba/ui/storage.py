"""Static files under names that change with their content, the imports between our scripts included."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Extensions that a library ships and we never load; their examples name files that do not exist.
LEFT_ALONE = ("django_htmx/ext/",)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """A browser may keep every file for ever, because a changed file has another name."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The name with its content in it; the plain name where a file was never collected."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name  # a page without its style is better than no page, the error page above all

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: object) -> Iterator[Any]:
        """Name all files after their content, except those nobody loads."""
        wanted = {name: found for name, found in paths.items() if not name.startswith(LEFT_ALONE)}
        yield from super().post_process(wanted, dry_run, **options)  # type: ignore[no-untyped-call]
