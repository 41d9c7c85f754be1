"""What the simulations measured of each sign; written by `python -m benchmarks.signs`."""

MEASURED: dict[str, tuple[str, str]] = {
    "metric_moved": (
        "At worst 0.080 % (0.046 %–0.130 %) of metrics a month: AR(0.3), read in days.",
        "89.7 % (3σ, read in days, 200 readings, 50 of 1000 metrics moved) to 96.0 %.",
    ),
    "counter_moved": (
        "At worst 0.075 % (0.015 %–0.219 %) of metrics a month: independent, read in days.",
        "91.5 % (3σ, read in weeks, 104 readings, 50 of 1000 metrics moved) to 96.0 %.",
    ),
    "ideas_dry_up": (
        "At worst 0.556 % (0.340 %–0.857 %) of looks: 10 a month, variance 2 × mean.",
        "50.8 % (a third of 6 a month is left) to 80.4 %.",
    ),
    "no_report": (
        "At worst 0.600 % (0.385 %–0.891 %) of looks: 1 a week, a month of nightly looks.",
        "80.5 % (2 a week, silent for 20 days) to 99.6 %.",
    ),
    "findings_rise": (
        "At worst 1.1 % (0.766 %–1.4 %) of looks: 10 in two days, variance 2 × mean.",
        "59.5 % (10 in two days become 20) to 74.2 %.",
    ),
    "actions_stall": (
        "At worst 0.480 % (0.289 %–0.748 %) of looks: 7.5 a month, variance 2 × mean.",
        "54.5 % (half the pace) to 90.1 %.",
    ),
    "leaders_absent": (
        "At worst 0.725 % (0.486 %–1.0 %) of looks: 80 % come, alike within a review (0.2).",
        "45.9 % (80 % become 50 %) to 77.9 %.",
    ),
    "recurring_ignored": (
        "At worst 0.225 % (0.103 %–0.427 %) of looks: 60 % taken up.",
        "46.3 % (none of six, usual 60 %) to 83.9 %.",
    ),
    "only_before_audits": (
        "At worst 1.8 % (1.1 %–2.7 %) of looks: two audits only.",
        "100.0 % (twice as much before five audits) to 100.0 %.",
    ),
    "suppressed": (
        "At worst 0.375 % (0.210 %–0.618 %) of looks: genuine: both fall by a third.",
        "27.5 % (reports halve, complaints stay) to 84.1 %.",
    ),
    "blame_language": (
        "At worst 0.900 % (0.631 %–1.2 %) of looks: 4 % of 60, alike within a month (0.02).",
        "68.2 % (10 % become 20 %) to 76.3 %.",
    ),
}
NOT_MEASURED = ("not measured yet", "not measured yet")


def false_alarm(sign: str) -> str:
    """How often it cries wolf, as a sentence with its numbers."""
    return MEASURED.get(sign, NOT_MEASURED)[0]


def power(sign: str) -> str:
    """How often it finds what is there, as a sentence with its numbers."""
    return MEASURED.get(sign, NOT_MEASURED)[1]
