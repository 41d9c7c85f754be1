"""The files that show what people can do."""

from collections import defaultdict
from collections.abc import Iterable

from genba.trail.models import File
from genba.trail.subjects import kind_of
from genba.work.models import Competence


def evidence_of(competences: Iterable[Competence]) -> dict[int, list[File]]:
    """The files of each, by its number: one question for all of them."""
    keys = [str(one.pk) for one in competences]
    found: dict[int, list[File]] = defaultdict(list)
    for file in File.objects.filter(subject_kind=kind_of(Competence), subject_id__in=keys, withdrawn_at=None):
        found[int(file.subject_id)].append(file)
    return found
