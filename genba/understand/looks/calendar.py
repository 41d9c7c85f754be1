"""Whole months and working days, as the looks count them."""

from collections.abc import Iterable
from datetime import date, timedelta

SATURDAY = 5


def whole_months(today: date, count: int) -> list[date]:
    """The first days of the last `count` months that are over, oldest first."""
    months, month = [], today.replace(day=1)
    for _step in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    return months[::-1]


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def by_month(days: Iterable[date], months: list[date]) -> list[int]:
    """How many of the days lie in each month."""
    counted = dict.fromkeys(months, 0)
    for day in days:
        month = day.replace(day=1)
        if month in counted:
            counted[month] += 1
    return list(counted.values())


def since_first(months: list[date], first: date | None) -> list[date]:
    """The months from the first whole one on: before, nobody could have said anything."""
    if first is None:
        return []
    return [month for month in months if month >= first]


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Fridays from the first to the last day, both counted."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]
