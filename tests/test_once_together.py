"""The same form sent many times at the same moment, and a server killed in the middle: one effect or none."""

import json

import pytest

from genba.config.tests.instances import built_instance

CAST = """
from genba.conftest import make_cast
from genba.improve.cards import open_card
cast = make_cast()
print(open_card(cast.board, title="Labels", kind="idea", by=cast.tomas).pk)
"""
TOGETHER = """
import json, threading
from django.db import connections
from django.test import Client
from genba.improve.models import Comment
from genba.people.models import Person
barrier, answers = threading.Barrier(8), []

def send(client):
    barrier.wait()
    answer = client.post("/cards/{card}/comments/", {{"text": "Seen", "idempotency_key": "k" * 32}})
    answers.append([answer.status_code, answer.get("Idempotency-Replayed", "")])
    connections.close_all()

clients = [Client(SERVER_NAME="localhost") for _ in range(8)]
for client in clients:
    client.force_login(Person.objects.get(email="tomas@example.org"))
threads = [threading.Thread(target=send, args=[client]) for client in clients]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps([Comment.objects.count(), sorted(answers)]))
"""
KILLED = """
import os, signal
from django.test import Client
from genba.people import once
from genba.people.models import Person
kept = once.keep
once.keep = lambda *given: [{before}, os.kill(os.getpid(), signal.SIGKILL)]
client = Client(SERVER_NAME="localhost")
client.force_login(Person.objects.get(email="tomas@example.org"))
client.post("/cards/{card}/comments/", {{"text": "Killed", "idempotency_key": "x" * 32}})
"""
STORED = """
from genba.improve.models import Comment
from genba.trail.models import AnswerGiven, Fact
print([model.objects.filter(**which).count() for model, which in (
    (Comment, {}), (Fact, {"name": "improve.comment_written"}), (AnswerGiven, {}))])
"""


@pytest.mark.slow
def test_eight_at_once_are_one_and_a_killed_server_leaves_nothing_halfway(tmp_path):
    with built_instance(tmp_path) as instance:
        card = instance.python(CAST).split()[-1]
        count, answers = json.loads(instance.python(TOGETHER.format(card=card)))
        assert count == 1
        assert answers == [[302, ""], *[[302, "true"]] * 7]
        for before in ("None", "kept(*given)"):
            killed = KILLED.format(card=card, before=before)
            assert instance.genba("manage", "shell", "--no-imports", "-c", killed).returncode == -9
        assert json.loads(instance.python(STORED)) == [1, 1, 1]
