"""Trouble that comes back in the demonstration organisation: once an action helped, once it did not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from genba.improve import facts
from genba.improve.models import Board, Card, Column, EffectivenessCheck, Family, FamilyMember, Stay
from genba.improve.seeds import Shelf
from genba.listen.models import Report
from genba.listen.seeds import Pile
from genba.people.seeds import Crew
from genba.trail.record import Telling

Result = EffectivenessCheck.Result
WORK_TOOK = timedelta(days=20)
LOOKED_AFTER = timedelta(days=40)


def tell_recurring(story: Mapping[str, Any], crew: Crew, board: Board, pile: Pile, shelf: Shelf) -> None:
    """Say the same trouble many times, do something about it in between, and join all of it to a family."""
    family = Family.objects.create(made_by=crew.lead, made_at=shelf.now - timedelta(days=story["done"] - 1))
    card = _card(story, crew, board, shelf)
    joined = [("card", card), *(("report", report) for report in _reports(story, crew, pile, shelf.now))]
    for kind, thing in joined:
        at = max(family.made_at, getattr(thing, "answered_at", None) or family.made_at)
        shelf.details.append(FamilyMember(family=family, joined_by=crew.lead, joined_at=at, **{kind: thing}))
        data = {"of_kind": kind}
        shelf.tellings.append(Telling(facts.FAMILY_JOINED, family, by=crew.lead, at=at, data=data))


def _reports(story: Mapping[str, Any], crew: Crew, pile: Pile, now: datetime) -> list[Report]:
    place = next(place for place in crew.places if place.name == story["place"])
    reports = []
    for number, days in enumerate(story["came"]):
        at = (now - timedelta(days=days)).replace(hour=9, minute=number)
        words = {"kind": story["kind"], "said": story["said"][number % len(story["said"])]}
        words["said"] = words["said"].format(place=place.name)
        report = pile.say(words, place=place, by=crew.people[number % len(crew.people)], at=at)
        answered = at + timedelta(hours=5)
        pile.answer(report, story["answer"], by=crew.lead, at=answered, state=Report.State.ANSWERED)
        reports.append(report)
    return reports


def _card(story: Mapping[str, Any], crew: Crew, board: Board, shelf: Shelf) -> Card:
    """The action: a card that is done, with what was seen when one looked."""
    done_at = (shelf.now - timedelta(days=story["done"])).replace(hour=14)
    begun, columns = done_at - WORK_TOOK, {column.stage: column for column in board.columns.all()}
    new, done = columns[Column.Stage.NEW], columns[Column.Stage.DONE]
    card = Card(
        board=board,
        column=done,
        kind=Card.Kind.CORRECTIVE_ACTION,
        title=story["did"],
        text=story["title"],
        owner=crew.lead,
        made_by=crew.lead,
        created_at=begun,
        column_since=done_at,
        done_at=done_at,
        position=float(len(shelf.cards) + 1),
    )
    shelf.cards.append(card)
    shelf.details += [
        Stay(card=card, column=new, entered_at=begun, left_at=done_at),
        Stay(card=card, column=done, entered_at=done_at),
        _look(story, crew, card, done_at),
    ]
    way = {"from": Column.Stage.NEW.value, "to": Column.Stage.DONE.value}
    opened = {"board": board.pk, "of_kind": card.kind}
    shown = facts.EFFECTIVENESS_HELPED if story["helped"] else facts.EFFECTIVENESS_DID_NOT_HELP
    shelf.tellings += [
        Telling(facts.CARD_OPENED, card, by=crew.lead, at=begun, data=opened),
        Telling(facts.CARD_MOVED, card, by=crew.lead, at=done_at, data=way),
        Telling(facts.EFFECTIVENESS_PLANNED, card, by=crew.lead, at=done_at),
        Telling(shown, card, by=crew.lead, at=done_at + LOOKED_AFTER),
    ]
    return card


def _look(story: Mapping[str, Any], crew: Crew, card: Card, done_at: datetime) -> EffectivenessCheck:
    looked_on = (done_at + LOOKED_AFTER).date()
    return EffectivenessCheck(
        card=card,
        what="Count how often it is said in the months after",
        due_on=looked_on,
        result=Result.HELPED if story["helped"] else Result.DID_NOT_HELP,
        seen=story["looked"],
        looked_by=crew.lead,
        looked_on=looked_on,
    )
