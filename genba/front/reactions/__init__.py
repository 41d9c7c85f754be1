"""Who is told what when another room has said something. Nobody is told of their own doings.

Trail reads this when Django starts; each module listens once it is read.
"""

from genba.front.reactions import cards_and_reports, control, people, signs, versions, work

__all__ = ["cards_and_reports", "control", "people", "signs", "versions", "work"]
