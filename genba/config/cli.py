"""The command `genba`: finds the verb, and the instance that it is about."""

import argparse
import difflib
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import django

from genba import __version__
from genba.config.into import aim_at
from genba.config.restore_journal import finish_moving, is_half_moved, is_undecided
from genba.config.running import briefly_alone
from genba.config.terminal import Refusal, complain, say
from genba.config.where import data_folder, make_data_folder

VERBS = {
    "up": "start Genba on this machine: web and worker together",
    "worker": "start one more worker (on another machine, or beside a web server of your own)",
    "migrate": "bring the database to this version, after a backup",
    "backup": "write everything that this instance stores into one file",
    "restore": "bring back what a backup holds",
    "import": "read reports or cards from a CSV or Excel file",
    "procedure": "say what a procedure in a file allows, or turn it into another format",
    "chart": "compute control charts of the series in a CSV file, a JSON object a line",
    "blame": "mark words in texts that judge people, and whose job quality is said to be",
    "signs": "list the warning signs, or explain one: what it looks at, and how often it is wrong",
    "verify": "say whether anything in the trail was altered",
    "doctor": "say what is wrong, and how to mend it",
    "demo": "load or remove the demonstration organisation",
    "version": "say which version this is",
    "manage": "run a command of Django, for people who know Django",
}
MODULES = {"import": "import_table"}
WITHOUT_INSTANCE = {"blame", "chart", "signs", "version"}
READS_FILES = {"procedure"}  # needs no instance, but is of more use with one
MAY_BE_FIRST = {"up", "migrate", "restore", "manage"}
# All others refuse a database that is not at this version. The worker looks itself, because it can wait.
BEAR_ANOTHER_VERSION = {*MAY_BE_FIRST, "backup", "doctor", "worker"}


def main() -> None:
    """Run one verb and end with its number: 0 done, 1 refused or found wanting, 2 not understood."""
    try:
        code = run(sys.argv[1:])
    except Refusal as refusal:
        complain(str(refusal))
        code = 1
    except BrokenPipeError:  # whoever read along, `head` for one, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        complain("Stopped.")
        code = 130
    sys.exit(code)


def run(words: list[str]) -> int:
    """Run the verb that the words begin with."""
    if not words or words[0] in {"help", "-h", "--help"}:
        say(overview())
        return 0
    name, *rest = words
    if name == "--version":
        name = "version"
    if name not in VERBS:
        complain(not_a_verb(name))
        return 2
    if name not in WITHOUT_INSTANCE and not _open_instance(name, rest):
        return 2
    verb = import_module(f"genba.config.verbs.{MODULES.get(name, name)}")
    options = _parser(name, verb).parse_args(rest)
    done: int = verb.run(options)
    return done


def overview() -> str:
    """What `genba` alone says."""
    width = max(map(len, VERBS))
    lines = [f"  genba {name:<{width}}  {summary}" for name, summary in VERBS.items()]
    return "\n".join(
        [
            f"Genba {__version__}: quality management where the work is done.",
            "",
            *lines,
            "",
            "`genba VERB --help` tells more about one of them. `--data DIR` says which instance is meant.",
        ]
    )


def not_a_verb(name: str) -> str:
    """A sentence for somebody who typed something else."""
    near = difflib.get_close_matches(name, VERBS, n=1)
    guess = f"Did you mean `genba {near[0]}`?" if near else "`genba` alone lists what there is."
    return f"There is no `genba {name}`. {guess}"


def _open_instance(name: str, words: list[str]) -> bool:
    """Point Django at the data folder that is meant. False when there is no such instance."""
    seen = _look_ahead(words if name != "manage" else [])
    if seen.data is not None:
        os.environ["GENBA_DATA"] = str(Path(seen.data).expanduser().resolve())
    alone = seen.help or (name in READS_FILES and not _there_is_one())
    if alone:
        # Without a secret of its own the instance would be made, only to show a page of help.
        os.environ.setdefault("GENBA_SECRET_KEY", "help")
    elif not _is_found(name, seen):
        return False
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genba.config.settings")
    django.setup()
    if not alone:
        decide_a_killed_restore(data_folder())
        if name not in BEAR_ANOTHER_VERSION:
            import_module("genba.config.database").refuse_another_version()
    return True


def _is_found(name: str, seen: argparse.Namespace) -> bool:
    """Whether there is an instance, or the verb may make one; then its folder can be written."""
    if name == "restore" and seen.into:
        aim_at(seen.into, seen.key)
    finish_a_killed_restore(data_folder())
    if name not in MAY_BE_FIRST and not _there_is_one():
        complain(f"There is no Genba in {data_folder()}. Say where it is with `--data DIR`.")
        return False
    make_data_folder()
    return True


def _look_ahead(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data")
    parser.add_argument("--into", action="append")
    parser.add_argument("--key")
    parser.add_argument("-h", "--help", action="store_true")
    known, _ = parser.parse_known_args(words)
    return known


def finish_a_killed_restore(data: Path) -> None:
    """Put in their place what a restore had laid out when it was killed, before Django looks for them."""
    if is_half_moved(data):
        with briefly_alone(data):
            if finish_moving(data):
                say("  · A restore was interrupted; what it had laid out was put in its place now.")


def decide_a_killed_restore(data: Path) -> None:
    """Ask PostgreSQL whether it had taken a restore over when that was killed."""
    if is_undecided(data):
        with briefly_alone(data):
            said = import_module("genba.config.backup.restore").recover_restore()
        if said:
            say(f"  · {said}")


def _there_is_one() -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (data_folder() / "genba.sqlite3").exists()


def _parser(name: str, verb: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"genba {name}", description=f"{VERBS[name].capitalize()}.", epilog=verb.__doc__
    )
    if name not in {"manage", *WITHOUT_INSTANCE}:
        parser.add_argument("--data", metavar="DIR", help="the folder of the instance (data/ by default)")
    verb.arguments(parser)
    return parser


if __name__ == "__main__":
    main()
