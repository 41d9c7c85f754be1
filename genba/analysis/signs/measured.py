"""What the simulations measured of each sign; written by `python -m benchmarks.signs`."""

MEASURED: dict[str, tuple[str, str]] = {}
NOT_MEASURED = ("not measured yet", "not measured yet")


def false_alarm(sign: str) -> str:
    """How often it cries wolf, as a sentence with its numbers."""
    return MEASURED.get(sign, NOT_MEASURED)[0]


def power(sign: str) -> str:
    """How often it finds what is there, as a sentence with its numbers."""
    return MEASURED.get(sign, NOT_MEASURED)[1]
