"""A program that speaks for somebody."""

import pytest
from django.test import Client

from genba.people.models import ApiToken


@pytest.fixture
def api():
    def as_(person):
        return Client(
            headers={"Authorization": f"Bearer {ApiToken.issue(person, name='test')[1]}"} if person else {}
        )

    return as_
