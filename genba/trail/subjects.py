"""How a record is named in facts, links and files: its kind (`listen.report`) and its id."""

from django.db.models import Model


def kind_of(subject: Model | type[Model]) -> str:
    """The kind of a record, for example `improve.card`."""
    return subject._meta.label_lower
