"""Shadow tools: told in one sentence, completed by anybody, ended with a sentence, counted in hours."""

import pytest
from django.urls import reverse

from genba.trail.models import Fact, Link
from genba.work.models import HourCost, ShadowTool
from genba.work.shadow.adding import add_tool, complete
from genba.work.shadow.summing import sums
from genba.work.tests.factory import make_procedure, make_process

SAID = "The real order of jobs is in Jana's spreadsheet"


def make_tool(cast, sentence=SAID, **more):
    return add_tool(sentence=sentence, by=more.pop("by", cast.tomas), **more)


def page_of(client, name, *args):
    page = client.get(reverse(f"work:{name}", args=args)).content.decode()
    return page.replace("<bdi>", "").replace("</bdi>", "")


def test_anybody_tells_it_in_one_sentence_and_everybody_sees_it(cast, sign_in):
    answer = sign_in(cast.nobody).post(reverse("work:new_shadow_tool"), {"sentence": SAID})
    tool = ShadowTool.objects.get()
    assert answer.url == reverse("work:shadow_tool", args=[tool.pk])
    assert (tool.sentence, tool.state, tool.added_by) == (SAID, "found", cast.nobody)
    assert "Noor Haddad" in page_of(sign_in(cast.wanda), "shadow_tool", tool.pk)
    assert Fact.objects.get(name="work.shadow_found").by_id == cast.nobody.pk


def test_without_a_sentence_nothing_is_added_and_it_says_so(cast, sign_in):
    process = make_process(cast)
    answer = sign_in(cast.tomas).post(
        reverse("work:new_shadow_tool"), {"sentence": " ", "process": process.pk}
    )
    assert answer.status_code == 422
    assert "Please say it in one sentence." in answer.content.decode()
    assert f'value="{process.pk}" selected' in answer.content.decode()
    assert not ShadowTool.objects.exists()


def test_without_a_name_no_person_and_no_hour_is_kept(cast, sign_in):
    sign_in(cast.tomas).post(
        reverse("work:new_shadow_tool"), {"sentence": SAID, "without_name": "on", "idempotency_key": "k"}
    )
    tool, fact = ShadowTool.objects.get(), Fact.objects.get(name="work.shadow_found")
    assert (tool.added_by, fact.by_id) == (None, None)
    assert (fact.at.astimezone().minute, fact.at.second, fact.at.microsecond) == (0, 0, 0)
    assert "Tomas" not in page_of(sign_in(cast.wanda), "shadow_tool", tool.pk)
    assert "somebody, without a name" in page_of(sign_in(cast.wanda), "shadow_tool", tool.pk)


def test_it_is_told_from_the_process_and_from_the_procedure(cast, sign_in):
    procedure = make_procedure(cast)
    client = sign_in(cast.tomas)
    assert f"process={procedure.process_id}" in page_of(client, "process", procedure.process_id)
    assert f"procedure={procedure.pk}" in page_of(client, "procedure", procedure.pk)
    client.post(reverse("work:new_shadow_tool"), {"sentence": SAID, "procedure": procedure.pk})
    assert ShadowTool.objects.get().process == procedure.process
    assert "Jana&#x27;s" in page_of(client, "process", procedure.process_id)
    assert "Jana&#x27;s" in page_of(client, "procedure", procedure.pk)


def test_anybody_completes_it_later(cast, sign_in):
    tool, process = make_tool(cast), make_process(cast)
    said = {"sentence": SAID, "kind": "spreadsheet", "process": process.pk, "teams": [cast.line.pk]}
    said |= {"people": 6, "often": "daily", "minutes": 30, "minutes_of": "each", "lacks": "It can be sorted."}
    sign_in(cast.wanda).post(reverse("work:change_shadow_tool", args=[tool.pk]), said)
    tool.refresh_from_db()
    assert tool.hours == pytest.approx(13)
    assert (tool.kind, tool.process, list(tool.teams.all())) == ("spreadsheet", process, [cast.line])
    fact = Fact.objects.get(name="work.shadow_completed")
    assert (fact.by_id, set(fact.data["fields"])) == (
        cast.wanda.pk,
        {"kind", "people", "often", "minutes", "minutes_of", "lacks", "process", "teams"},
    )
    assert "13.0 hours a month" in page_of(sign_in(cast.nobody), "shadow_tool", tool.pk)


def test_the_same_words_again_are_no_change(cast):
    tool = make_tool(cast)
    assert not complete(tool, by=cast.wanda, sentence=SAID, teams=[])
    assert not Fact.objects.filter(name="work.shadow_completed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("minutes", "-5"), ("minutes", "many"), ("people", "99999999999"), ("kind", "fax"), ("process", "0")],
)
def test_a_wrong_answer_is_named_and_nothing_typed_is_lost(cast, sign_in, field, value):
    tool = make_tool(cast)
    asked = {"sentence": "Another sentence", field: value}
    answer = sign_in(cast.tomas).post(reverse("work:change_shadow_tool", args=[tool.pk]), asked)
    assert answer.status_code == 422
    assert "Another sentence" in answer.content.decode()
    assert "field-error" in answer.content.decode()
    tool.refresh_from_db()
    assert tool.sentence == SAID


@pytest.mark.parametrize(
    ("verb", "state", "fact"),
    [
        ("make_shadow_tool_official", "official", "work.shadow_official"),
        ("absorb_shadow_tool", "absorbed", "work.shadow_absorbed"),
        ("keep_shadow_tool", "kept", "work.shadow_kept"),
    ],
)
def test_each_end_asks_for_a_sentence_and_can_be_opened_again(cast, sign_in, verb, state, fact):
    tool, client = make_tool(cast), sign_in(cast.quentin)
    refused = client.post(reverse(f"work:{verb}", args=[tool.pk]), {"ending": " "})
    assert refused.status_code == 422
    assert "Say in one sentence what was decided, and why." in refused.content.decode()
    client.post(reverse(f"work:{verb}", args=[tool.pk]), {"ending": "It is faster than ours."})
    tool.refresh_from_db()
    assert (tool.state, tool.ending, tool.ended_by) == (state, "It is faster than ours.", cast.quentin)
    assert Fact.objects.get(name=fact).by_id == cast.quentin.pk
    client.post(reverse("work:open_shadow_tool_again", args=[tool.pk]))
    tool.refresh_from_db()
    assert (tool.state, tool.ended_on) == ("looked_at", None)
    assert "It is faster than ours." in page_of(client, "shadow_tool", tool.pk)


def test_it_is_looked_at_once(cast, sign_in):
    tool = make_tool(cast)
    for _again in range(2):
        sign_in(cast.quentin).post(reverse("work:look_at_shadow_tool", args=[tool.pk]))
    tool.refresh_from_db()
    assert tool.state == "looked_at"
    assert Fact.objects.filter(name="work.shadow_looked_at").count() == 1


def test_an_official_one_leads_to_the_procedure_that_it_became(cast, sign_in):
    tool, procedure = make_tool(cast), make_procedure(cast)
    said = {"ending": "It is our page now.", "official_as": f"work.procedure:{procedure.pk}"}
    sign_in(cast.quentin).post(reverse("work:make_shadow_tool_official", args=[tool.pk]), said)
    page = page_of(sign_in(cast.nobody), "shadow_tool", tool.pk)
    assert f'href="{reverse("work:procedure", args=[procedure.pk])}"' in page
    assert Link.objects.touching(procedure).filter(meaning="made official as").count() == 1


def test_who_may_decide(cast, sign_in):
    """The process's owner, leads of its teams, quality; of one without process and team every lead."""
    of_line = make_tool(cast, process=make_process(cast, owner=None))
    free = make_tool(cast)
    for role, person in cast.people.items():
        if person is not None:
            ended = [
                sign_in(person).post(reverse("work:look_at_shadow_tool", args=[tool.pk])).status_code == 302
                for tool in (of_line, free)
            ]
            assert ended == {
                "lead": [True, True],
                "quality": [True, True],
                "other_lead": [False, True],
            }.get(role, [False, False]), role


def test_a_withdrawn_one_is_seen_by_nobody(cast, sign_in):
    tool = make_tool(cast)
    ShadowTool.objects.update(withdrawn_at="2026-01-01T00:00Z")
    assert sign_in(cast.quentin).get(reverse("work:shadow_tool", args=[tool.pk])).status_code == 404


def test_the_sum_says_its_number_with_its_inputs_and_what_is_missing(cast, sign_in):
    process = make_process(cast)
    make_tool(cast, minutes=60, process=process)
    make_tool(cast, "Chat of the night shift", minutes=30, people=6, minutes_of="each")
    make_tool(cast, "A notebook")
    client = sign_in(cast.elena)
    client.post(
        reverse("work:hour_cost"), {"amount": "40", "currency": "eur", "source": "Controlling, March"}
    )
    page = page_of(client, "shadow_tools")
    assert "17 hours a month" in page
    assert "EUR 693" in page
    assert "1 of 3 tools has no minutes yet; the sum is a floor." in page
    assert "Controlling, March" in page
    assert "An hour costs EUR 40.00." in page
    assert page.count('<rect class="fill-accent"') == 2
    assert "4.3 hours a month" in page_of(client, "process", process.pk)


def test_nothing_known_is_not_painted_as_nothing(cast, sign_in):
    make_tool(cast)
    assert "Not known yet" in page_of(sign_in(cast.tomas), "shadow_tools")
    assert sums().total.money is None


def test_what_was_made_official_is_won_back_and_what_is_kept_still_costs(cast, sign_in):
    official, kept = make_tool(cast, minutes=60), make_tool(cast, minutes=120)
    client = sign_in(cast.quentin)
    client.post(reverse("work:make_shadow_tool_official", args=[official.pk]), {"ending": "Good."})
    client.post(reverse("work:keep_shadow_tool", args=[kept.pk]), {"ending": "Cheaper than any other way."})
    found = sums()
    assert found.total.hours == pytest.approx(120 / 60 * 52 / 12)
    assert found.won_back.hours == pytest.approx(52 / 12)
    assert "won back" in page_of(client, "shadow_tools")


def test_what_an_hour_costs_is_said_by_quality_or_top_management_with_its_source(cast, sign_in):
    url = reverse("work:hour_cost")
    assert sign_in(cast.amira).post(url, {"amount": 1}).status_code == 403
    answer = sign_in(cast.quentin).post(url, {"amount": "40", "currency": "Euro", "source": ""})
    assert answer.status_code == 422
    assert "three letters" in answer.content.decode()
    for amount in ("40", "42.50"):
        sign_in(cast.quentin).post(url, {"amount": amount, "currency": "EUR", "source": "Controlling"})
    assert str(HourCost.current()) == "EUR 42.50"
    assert HourCost.objects.count() == 2
    assert Fact.objects.filter(name="work.hour_cost_said").count() == 2


def test_the_register_lists_by_state_and_process_and_sorts(cast, sign_in):
    process = make_process(cast)
    make_tool(cast, "Alpha", process=process, minutes=5)
    make_tool(cast, "Beta", minutes=50)
    client, url = sign_in(cast.tomas), reverse("work:shadow_tools")
    assert "Beta" not in client.get(f"{url}?process={process.pk}").content.decode().split("shadow-bar")[1]
    assert "Alpha" not in client.get(f"{url}?process=none").content.decode().split("shadow-bar")[1]
    page = client.get(f"{url}?sort=sentence").content.decode().split("shadow-bar")[1]
    assert page.index("Alpha") < page.index("Beta")
    assert "None is like that" in client.get(f"{url}?state=kept").content.decode()
    assert client.get(f"{url}?view=board").content.decode().count("<section aria-labelledby") == 5
    assert client.get(f"{url}?sort=%00&process=9999999999999999999999&state=x&page=z").status_code == 200


def test_the_spreadsheet_holds_every_input_and_no_formula(cast, sign_in):
    make_tool(cast, "=1+1", minutes=60)
    answer = sign_in(cast.tomas).get(reverse("work:shadow_tools_csv"))
    text = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in text
    assert "4.3" in text
    assert "Tomas Berg" in text


def test_the_search_finds_it(cast, sign_in):
    tool = make_tool(cast, lacks="It can be sorted by colour")
    page = sign_in(cast.nobody).get("/search/?q=colour").content.decode()
    assert reverse("work:shadow_tool", args=[tool.pk]) in page


def test_an_empty_register_teaches(cast, sign_in):
    assert "Nobody has told us yet where they really look" in page_of(sign_in(cast.tomas), "shadow_tools")
