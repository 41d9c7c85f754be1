"""The door to kept files. Who may open the record may open its files."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.subjects import find
from genba.trail.files import open_file
from genba.trail.models import File

LOCKED = "default-src 'none'; sandbox"


@needs(SIGNED_IN)
def file(request: HttpRequest, key: UUID) -> FileResponse:
    """A file, to be saved; pictures are shown. Nothing in it can run."""
    kept = get_object_or_404(File, pk=key, withdrawn_at=None)
    if find(signed_in(request), kept.subject_kind, kept.subject_id) is None:
        raise Http404
    try:
        content = open_file(kept)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        content, as_attachment=not kept.is_picture, filename=kept.name, content_type=kept.content_type
    )
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response
