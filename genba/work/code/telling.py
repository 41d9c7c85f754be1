"""Tells a code server whether a change was looked at: a status of the commit, "Genba: reviewed"."""

import json
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from genba.trail.envelope import CannotOpen
from genba.trail.outgoing import Answer, OutgoingFailed, OutgoingRefused, post_json
from genba.trail.work import HopelessError, NotNowError, job
from genba.work.models import MergeRequest, Repository

CONTEXT = "Genba: reviewed"
TOO_MANY = 429
SERVER_BROKEN = 500
NOT_TAKEN, WAITS_ALREADY = 400, b":enqueue from :pending"  # GitLab refuses to be told twice that it waits


@job()
def tell_status(pk: int) -> None:
    """Write the status of the newest commit of a change. Bears being run twice: the same is said again."""
    found = MergeRequest.objects.select_related("repository").filter(pk=pk).exclude(head="")
    change = found.exclude(repository__sealed_token=None).first()
    if change is None:
        return
    try:
        _understand(change.repository, _send(change))
    except HopelessError as trouble:
        Repository.objects.filter(pk=change.repository_id).update(trouble=str(trouble)[:200])
        raise


def _send(change: MergeRequest) -> Answer:
    repository = change.repository
    words = (
        _("Somebody else has looked at it.") if change.reviewed else _("Waits for a look by somebody else.")
    )
    page = settings.GENBA_ADDRESS.rstrip("/") + reverse("work:repository", args=[repository.pk])
    said: dict[str, Any] = {"description": words, "target_url": page}
    said["state"] = "success" if change.reviewed else "pending"
    try:
        if repository.provider == Repository.Provider.GITHUB:
            path, said["context"] = f"/repos/{quote(repository.name)}/statuses/{quote(change.head)}", CONTEXT
            headers = {
                "authorization": f"Bearer {repository.token}",
                "accept": "application/vnd.github+json",
                "x-github-api-version": "2022-11-28",
            }
        else:
            project = quote(repository.name, safe="")
            path, said["name"] = f"/projects/{project}/statuses/{quote(change.head)}", CONTEXT
            headers = {"private-token": repository.token}
        return post_json(repository.api + path, json.dumps(said).encode(), headers=headers)
    except CannotOpen as trouble:
        raise HopelessError(_("The token has to be set again.")) from trouble
    except OutgoingRefused as trouble:
        raise HopelessError(str(trouble)) from trouble
    except OutgoingFailed as trouble:
        raise NotNowError(str(trouble)) from trouble


def _understand(repository: Repository, answer: Answer) -> None:
    if answer.ok or (answer.status == NOT_TAKEN and WAITS_ALREADY in answer.body):
        if repository.trouble:
            Repository.objects.filter(pk=repository.pk).update(trouble="")
        return
    words = _("%(name)s answered our status with %(status)d.")
    said = words % {"name": repository.get_provider_display(), "status": answer.status}
    if answer.status >= SERVER_BROKEN or answer.status == TOO_MANY:
        raise NotNowError(said)
    raise HopelessError(said)
