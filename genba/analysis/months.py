"""Months on the calendar: the day a review, a calibration or a certificate falls due."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later; in a shorter month its last day.

    `months` is 0 or more. 31 January and one month is 28 (or 29) February. Raises ValueError for a negative
    number and OverflowError past the year 9999.
    """
    if months < 0:
        message = "Months are counted forward."
        raise ValueError(message)
    whole = day.month - 1 + months
    year, month = day.year + whole // 12, whole % 12 + 1
    if year > date.max.year:
        message = "Past the year 9999."
        raise OverflowError(message)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
