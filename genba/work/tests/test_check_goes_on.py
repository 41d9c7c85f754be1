"""A run that was given up goes on where it stood, for whoever gave it up."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from genba.trail.models import Fact
from genba.work.models import FirstPass, Run


def text(answer):
    return answer.content.decode()


def say(client, run, step, result="pass", **more):
    client.post(reverse("work:check_say", args=[run.pk]), {"step": step, "result": result, **more})


def end(client, run):
    client.post(reverse("work:check_end", args=[run.pk]))
    run.refresh_from_db()
    return run


def resume(client, run):
    answer = client.post(reverse("work:check_resume", args=[run.pk]), follow=True)
    run.refresh_from_db()
    return answer


def test_giving_up_is_undone_and_the_run_goes_on_where_it_stood(tomas, begun, check):
    say(tomas, begun, "fetch")
    told = text(tomas.post(reverse("work:check_leave", args=[begun.pk]), follow=True))
    assert told.count(reverse("work:check_resume", args=[begun.pk])) == 2  # in the toast, and on the page
    assert "The check goes on where you left it" in text(resume(tomas, begun))
    assert (begun.is_open, begun.ended_at, begun.results.count()) == (True, None, 1)
    assert FirstPass.objects.get(procedure=check).given_up == 0
    say(tomas, begun, "set", "", value="4.05")
    say(tomas, begun, "clip")
    assert (end(tomas, begun).state, begun.went_first_time) == ("passed", True)
    kinds = list(Fact.objects.about(begun).order_by("pk").values_list("name", flat=True))
    assert kinds == ["work.run_ended", "work.run_goes_on", "work.run_ended"]


def test_undoing_twice_is_undoing_once(tomas, begun, check):
    tomas.post(reverse("work:check_leave", args=[begun.pk]))
    assert [resume(tomas, begun).status_code for _again in range(2)] == [200, 200]
    assert Fact.objects.about(begun).filter(name="work.run_goes_on").count() == 1
    assert FirstPass.objects.get(procedure=check).given_up == 0


def test_only_who_gave_a_run_up_goes_on_with_it(tomas, begun, sign_in, cast):
    tomas.post(reverse("work:check_leave", args=[begun.pk]))
    for person in (cast.amira, cast.quentin):
        assert resume(sign_in(person), begun).status_code == 404
        shown = text(sign_in(person).get(reverse("work:check_result", args=[begun.pk])))
        assert "Go on with this run" not in shown
    assert begun.state == "given_up"


def test_what_ended_or_is_a_week_old_does_not_go_on(tomas, begun):
    say(tomas, begun, "fetch", "fail")
    end(tomas, begun)
    assert resume(tomas, begun).status_code == 404
    old = timezone.now() - timedelta(days=8)
    Run.objects.update(state="given_up", begun_at=old)
    assert resume(tomas, begun).status_code == 404
    assert begun.state == "given_up"
