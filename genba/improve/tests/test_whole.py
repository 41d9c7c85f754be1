from datetime import timedelta

from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.checking import plan_check
from genba.improve.models import Comment
from genba.improve.moving import move
from genba.improve.talking import add_item, comment, tick
from genba.improve.trying import begin_experiment
from genba.improve.understanding import name_cause, write_whys
from genba.improve.whole import read_whole


def test_a_card_with_everything_is_read_in_three_journeys(cast, django_assert_num_queries):
    card = open_card(cast.board, title="Label", kind="idea", by=cast.amira)
    today = timezone.localdate()
    write_whys(card, ["glue", "", "no room"], by=cast.amira)
    name_cause(card, category="machine", text="The dispenser drips", by=cast.amira)
    item = add_item(card, text="Order glue", by=cast.tomas)
    tick(item, is_ticked=True, by=cast.tomas)
    said = comment(card, text="Seen again", by=cast.tomas)
    begin_experiment(card, change="New glue", expectation="It holds", until=today, by=cast.amira)
    plan_check(card, what="Labels per week", due_on=today + timedelta(30), by=cast.amira)
    move(card, column=cast.board.column_for("try"), by=cast.amira)
    open_card(cast.board, title="Child", kind="idea", by=cast.amira, made_from=card)
    cast.quentin.is_quality, _keep = True, cast.quentin.own_memberships
    with django_assert_num_queries(3):
        whole = read_whole(cast.quentin, card.pk)
    assert [why.answer for why in whole.whys] == ["glue", "no room"]
    assert [(item.text, item.is_ticked) for item in whole.checklist] == [("Order glue", True)]
    assert (whole.ticked, whole.running, whole.check.due_on) == (1, 1, today + timedelta(30))
    assert [(word.text, word.by.name) for word in whole.comments] == [("Seen again", "Tomas Berg")]
    assert whole.comments[0].written_at == Comment.objects.get(pk=said.pk).written_at
    assert [stay.left_at is None for stay in whole.stays] == [False, True]
    assert [child.title for child in whole.offspring] == ["Child"]
    assert len(whole.time_by_column()) == 2


def test_a_stranger_reads_nothing(cast):
    card = open_card(cast.board, title="Label", kind="idea", by=cast.amira)
    assert read_whole(None, card.pk) is None
