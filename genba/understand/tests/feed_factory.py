"""Sources for tests: what somebody types, one that is kept, and what a program answers."""

import json

from genba.trail.tests.machines import says
from genba.understand.feeds import keep_feed, new_feed
from genba.understand.tests.factory import make_metric

SECRET = "s3cret-of-the-plant"
ROWS = [{"day": "2025-01-06", "scrap": 3}, {"day": "2025-01-13", "scrap": 4}]


def as_json(value, status=200):
    return says(json.dumps(value).encode(), status, Content_Type="application/json")


def typed(address, **more):
    return {
        "address": address, "key_as": "bearer", "account": "", "path": "", "when": "day", "value": "scrap",
        "out_of": "", "gather": "each", "period": "week", "secret": SECRET, "schedule": "day",
        "silent_after_days": "35", **more,
    }  # fmt: skip


def make_feed(cast, address, metric=None, **more):
    feed = new_feed(metric or make_metric(cast), "rest")
    words = typed(address, **more)
    feed.settings = {one.name: words[one.name] for one in feed.connector.asks}
    keep_feed(feed, secret=SECRET, by=cast.quentin)
    return feed
