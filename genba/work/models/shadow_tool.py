from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.analysis.double_handling import Load, hours_a_month
from genba.people.models import Person, Team
from genba.work.models.procedure import Procedure
from genba.work.models.process import Process

MOST_PEOPLE = 30_000
MOST_MINUTES = 100_000


class ShadowToolQuerySet(models.QuerySet["ShadowTool"]):
    """Shadow tools, as one may see and change them."""

    def current(self) -> "ShadowToolQuerySet":
        """Without those whose import was undone."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, person: Person | None) -> "ShadowToolQuerySet":
        """Everybody who is signed in sees where the others really look."""
        return self.current() if person else self.none()

    def endable_by(self, person: Person | None) -> "ShadowToolQuerySet":
        """Those whose end this person may decide: the process's owner, leads of the teams, and quality.

        Where neither process nor team is known yet, everybody who leads a team may.
        """
        if person is None:
            return self.none()
        if person.is_quality:
            return self.current()
        teams = ShadowTool.teams.through.objects.all()
        answers = Q(process__owner=person)
        for led in person.teams_led:
            answers |= Q(process__team__path__startswith=led.path)
            answers |= Q(pk__in=teams.filter(team__path__startswith=led.path).values("shadowtool_id"))
        if person.is_lead:
            answers |= Q(process=None) & ~Q(pk__in=teams.values("shadowtool_id"))
        return self.current().filter(answers)

    def costing(self) -> "ShadowToolQuerySet":
        """Those that still take double handling: neither official nor absorbed."""
        return self.exclude(state__in=ShadowTool.WON_BACK)


class ShadowTool(models.Model):
    """A spreadsheet, chat, notebook or habit that really runs the work beside the official system.

    It is a hint that our system lacks something, and nobody's fault. `added_by` is None where somebody added
    it without their name. `minutes` are of double entry in a week, of each person or of all together.
    """

    class Kind(models.TextChoices):
        """What it is made of."""

        SPREADSHEET = "spreadsheet", _("Spreadsheet")
        CHAT = "chat", _("Chat or mail")
        NOTEBOOK = "notebook", _("Notebook or paper")
        BOARD = "board", _("Whiteboard or wall")
        LIST = "list", _("Private list")
        HABIT = "habit", _("Habit, or asking somebody")
        OTHER = "other", _("Another tool")

    class Often(models.TextChoices):
        """How often somebody looks there."""

        HOURLY = "hourly", _("Many times a day")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        SELDOM = "seldom", _("Less often")

    class Minutes(models.TextChoices):
        """Whose minutes they are."""

        EACH = "each", _("of each person")
        ALL = "all", _("of all together")

    class State(models.TextChoices):
        """Where it is in its life."""

        FOUND = "found", _("Found")
        LOOKED_AT = "looked_at", _("Looked at")
        OFFICIAL = "official", _("Made official")
        ABSORBED = "absorbed", _("Absorbed")
        KEPT = "kept", _("Kept, and why")

    ENDS = (State.OFFICIAL, State.ABSORBED, State.KEPT)
    WON_BACK = (State.OFFICIAL, State.ABSORBED)

    sentence = models.CharField(_("where we really look"), max_length=300)
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind.choices, blank=True)
    teams = models.ManyToManyField(
        Team, related_name="shadow_tools", blank=True, verbose_name=_("teams that use it")
    )
    people = models.PositiveIntegerField(_("how many people use it"), null=True, blank=True)
    often = models.CharField(_("how often"), max_length=8, choices=Often.choices, blank=True)
    minutes = models.PositiveIntegerField(_("minutes of double entry a week"), null=True, blank=True)
    minutes_of = models.CharField(
        _("whose minutes"), max_length=4, choices=Minutes.choices, default=Minutes.ALL
    )
    lacks = models.TextField(_("what it has that our system lacks"), max_length=2000, blank=True)
    process = models.ForeignKey(
        Process, on_delete=models.PROTECT, null=True, blank=True, related_name="shadow_tools"
    )
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="shadow_tools"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.FOUND)
    ending = models.CharField(_("what became of it"), max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    official_kind = models.CharField(max_length=64, blank=True)
    official_key = models.CharField(max_length=40, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_on = models.DateField(default=timezone.localdate, editable=False)
    external_id = models.CharField(max_length=200, blank=True)
    import_id = models.BigIntegerField(null=True, db_index=True)
    imported = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ShadowToolQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["process", "state"], name="shadow_tool_of_process")]

    if TYPE_CHECKING:
        id: int
        process_id: int | None
        procedure_id: int | None
        added_by_id: int | None

    def __str__(self) -> str:
        return self.sentence

    @property
    def is_ended(self) -> bool:
        """Whether it was made official, absorbed or kept."""
        return self.state in self.ENDS

    @property
    def load(self) -> Load:
        """What it asks of people, for the sum."""
        return Load(self.minutes, self.people, is_each=self.minutes_of == self.Minutes.EACH)

    @property
    def hours(self) -> float | None:
        """Hours of double handling a month; None where nobody has said the minutes."""
        return hours_a_month(self.load)
