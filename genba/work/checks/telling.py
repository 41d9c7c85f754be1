"""A run as it is read afterwards: every result with its step, its words, its photo, its way to a report."""

from dataclasses import dataclass

from genba.people.models import Person
from genba.people.subjects import find
from genba.trail.models import File, Link
from genba.trail.subjects import kind_of
from genba.work.checks.course import Line, lines_of
from genba.work.checks.showing import failure_in_words, limits_of, report_address
from genba.work.models import Run, StepResult


@dataclass(frozen=True)
class Told:
    """One result of a run, ready to be shown."""

    result: StepResult
    line: Line | None
    limits: str
    is_again: bool
    photos: list[File]
    words: str
    report: str
    said: list[tuple[str, str]]


def told_run(run: Run, person: Person | None = None) -> list[Told]:
    """The results of a run in their order, with the reports about them that somebody may see."""
    results = list(run.results.select_related("step").order_by("position"))
    lines = lines_of(run.version.steps)
    photos: dict[str, list[File]] = {}
    keys = [str(one.pk) for one in results]
    for file in File.objects.filter(subject_kind=kind_of(StepResult), subject_id__in=keys, withdrawn_at=None):
        photos.setdefault(file.subject_id, []).append(file)
    place_code = run.place.code if run.place else ""
    said = _said_about(keys, person)
    told = []
    for number, result in enumerate(results):
        line = lines.get(result.step.key)
        before = results[number - 1] if number else None
        told.append(
            Told(
                result=result,
                line=line,
                limits=limits_of(line.step) if line else "",
                is_again=bool(before and before.is_failed and before.step_id == result.step_id),
                photos=photos.get(str(result.pk), []),
                words=failure_in_words(result, run.version) if result.is_failed else "",
                report=report_address(result, run.version, place_code=place_code) if result.is_failed else "",
                said=said.get(str(result.pk), []),
            )
        )
    return told


def _said_about(results: list[str], person: Person | None) -> dict[str, list[tuple[str, str]]]:
    """What rooms above have tied to the results: titles and addresses, by the number of the result."""
    found: dict[str, list[tuple[str, str]]] = {}
    if person is None:
        return found
    for link in Link.objects.filter(to_kind=kind_of(StepResult), to_id__in=results):
        if (seen := find(person, link.from_kind, link.from_id)) is not None:
            subject, record = seen
            found.setdefault(link.to_id, []).append((subject.title(record), subject.url(record)))
    return found
