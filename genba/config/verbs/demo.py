"""The demonstration is never mixed into a real organisation: it loads only into an empty instance."""

import argparse
import shutil

from django.conf import settings

from genba.config.backup.emptying import empty_instance
from genba.config.prepare import bring_database_up_to_date
from genba.config.running import only_one_here
from genba.config.terminal import Refusal, say, step
from genba.front import demo
from genba.people.models import Organisation
from genba.understand.seeds.sources import folder_of_weighings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which way."""
    parser.add_argument("what", choices=["load", "remove"], help="load it, or remove all of it")


def run(options: argparse.Namespace) -> int:
    """Load or remove."""
    organisation = Organisation.objects.first()
    if options.what == "load":
        if organisation is not None:
            message = f"There is an organisation here already: {organisation}. Use another --data DIR."
            raise Refusal(message)
        with step("Loading the demonstration organisation") as here:
            demo.load(here.progress)
            here.done("Demonstration organisation loaded")
        return 0
    if organisation is None or not organisation.is_demonstration:
        say("There is no demonstration here, so nothing was removed.")
        return 1
    only_one_here(settings.GENBA_DATA)
    with step("Removing the demonstration organisation") as here:
        empty_instance()
        shutil.rmtree(folder_of_weighings(), ignore_errors=True)
        here.done("Demonstration organisation removed")
    bring_database_up_to_date()
    say("  · This instance is empty now. `genba up` starts it with your own organisation.")
    return 0
