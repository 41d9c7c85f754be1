"""How a repository is added, gets a new secret or token, and is closed."""

import secrets

from django.db import transaction

from genba.people.models import Person
from genba.trail.record import record
from genba.trail.webhooks import new_secret
from genba.work import facts
from genba.work.models import Repository


@transaction.atomic
def add_repository(repository: Repository, *, by: Person) -> str:
    """Keep a repository. Returns the secret to share with its server; it is never shown again."""
    secret = _fresh(repository.provider)
    repository.secret, repository.made_by = secret, by
    repository.save()
    record(facts.REPOSITORY_ADDED, repository, by=by, team=repository.team_id)
    return secret


@transaction.atomic
def renew_secret(repository: Repository, *, by: Person) -> str:
    """From now on only the new secret counts. Returns it; it is never shown again."""
    secret = repository.secret = _fresh(repository.provider)
    repository.save(update_fields=["sealed_secret"])
    record(facts.REPOSITORY_SECRET_RENEWED, repository, by=by)
    return secret


@transaction.atomic
def set_token(repository: Repository, token: str, *, by: Person) -> None:
    """The key with which we write a status; an empty one takes it away."""
    repository.token, repository.trouble = token, ""
    repository.save(update_fields=["sealed_token", "trouble"])
    record(facts.REPOSITORY_TOKEN_SET, repository, by=by, is_set=bool(token))


@transaction.atomic
def close_repository(repository: Repository, *, by: Person) -> None:
    """It tells us nothing any more; what it told stays."""
    repository.is_closed, repository.sealed_token = True, None
    repository.save(update_fields=["is_closed", "sealed_token"])
    record(facts.REPOSITORY_CLOSED, repository, by=by)


def _fresh(provider: str) -> str:
    return new_secret() if provider == Repository.Provider.GITLAB else secrets.token_hex(32)
