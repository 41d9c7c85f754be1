from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.work.models import Process


class MetricQuerySet(models.QuerySet["Metric"]):
    """Metrics, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "MetricQuerySet":
        """Everybody who is signed in sees how we are doing; closed ones too, for their history."""
        return self.all() if person else self.none()

    def current(self) -> "MetricQuerySet":
        """Without those that are not measured any more."""
        return self.filter(is_closed=False)

    def changeable_by(self, person: Person | None) -> "MetricQuerySet":
        """Its owner, who answers for its team or process, and quality."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.all()
        answers = Q(owner=person) | Q(process__owner=person)
        for team in person.teams_led:
            answers |= Q(team__path__startswith=team.path) | Q(process__team__path__startswith=team.path)
        return self.filter(answers)

    def readable_by(self, person: Person | None) -> "MetricQuerySet":
        """Those whose number this person may write down: the people of the team see it first."""
        if person is None or person.is_quality:
            return self.changeable_by(person)
        mine = Q(team__in=person.teams) | Q(process__team__in=person.teams)
        return self.filter(mine) | self.changeable_by(person)


class Metric(models.Model):
    """A measured quantity over time: what it counts, how its chart is drawn, and who answers for it.

    `computes` names the ready computation that fills it from Genba's own records; empty where people or
    sources bring the readings. `per` is what a rate or proportion is told in: 100 for percent, 1000 for "in
    a thousand". The fields from `chart` on are stored with the metric, so that a chart never changes
    because somebody looks at it differently.
    """

    class Shape(models.TextChoices):
        """What a reading is made of; it decides which charts fit."""

        MEASURE = "measure", _("Something measured or timed")
        COUNT = "count", _("How many")
        PROPORTION = "proportion", _("So many out of so many")
        RATE = "rate", _("So many per so much")
        BETWEEN = "between", _("How long, or how many, between two rare events")

    class Better(models.TextChoices):
        """Which direction is good."""

        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")
        NEITHER = "neither", _("Neither: it should stay where it is")

    class Role(models.TextChoices):
        """Whether it shows what comes, or what came."""

        LEADING = "leading", _("Leading: it moves first")
        LAGGING = "lagging", _("Lagging: it shows what came of it")

    class Rhythm(models.TextChoices):
        """How often a reading comes, or people look at it."""

        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        YEAR = "year", _("Every year")
        EVENT = "event", _("Whenever it happens")

    class Chart(models.TextChoices):
        """The chart somebody chose; empty: the data choose."""

        XMR = "xmr", _("XmR chart")
        RUN = "run", _("Run chart")
        C = "c", _("c chart")
        U = "u", _("u chart")
        P = "p", _("p chart")
        PP = "pp", _("Laney p′ chart")
        UP = "up", _("Laney u′ chart")
        IP = "ip", _("I′ chart")
        G = "g", _("g chart")
        T = "t", _("t chart")
        EWMA = "ewma", _("EWMA chart")

    class Rules(models.TextChoices):
        """Which patterns are marked."""

        NHS = "nhs", _("NHS: Making data count")
        WESTERN_ELECTRIC = "western-electric", _("Western Electric")
        NELSON = "nelson", _("Nelson")
        ANHOEJ = "anhoej", _("Anhøj")

    class Spread(models.TextChoices):
        """How the usual variation is estimated."""

        MEAN = "mean", _("Mean moving range")
        MEDIAN = "median", _("Median moving range")

    name = models.CharField(_("name"), max_length=120, unique=True)
    definition = models.CharField(_("what exactly is counted"), max_length=500)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    shape = models.CharField(_("what a reading is"), max_length=12, choices=Shape, default=Shape.MEASURE)
    per = models.PositiveIntegerField(_("told per"), default=1)
    better = models.CharField(_("which direction is good"), max_length=8, choices=Better)
    role = models.CharField(_("leading or lagging"), max_length=8, choices=Role, default=Role.LAGGING)
    how_measured = models.CharField(_("how it is measured"), max_length=500, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    process = models.ForeignKey(
        Process,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="metrics",
        verbose_name=_("process"),
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="metrics", verbose_name=_("team")
    )
    rhythm = models.CharField(
        _("how often a reading comes"), max_length=8, choices=Rhythm, default=Rhythm.MONTH
    )
    review = models.CharField(
        _("how often we look at it"), max_length=8, choices=Rhythm, default=Rhythm.MONTH
    )
    reviewed_on = models.DateField(null=True, blank=True)
    may_be_negative = models.BooleanField(_("may be less than zero"), default=False)
    library = models.CharField(max_length=40, blank=True)
    computes = models.CharField(max_length=40, blank=True)
    chart = models.CharField(_("chart"), max_length=8, choices=Chart, blank=True)
    rules = models.CharField(_("rules"), max_length=20, choices=Rules, default=Rules.NHS)
    spread = models.CharField(_("usual variation from"), max_length=8, choices=Spread, default=Spread.MEAN)
    is_screened = models.BooleanField(_("leave out moving ranges that are unusual"), default=True)
    frozen_until = models.DateTimeField(_("limits from the readings until"), null=True, blank=True)
    is_closed = models.BooleanField(default=False)
    made_on = models.DateField()

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    if TYPE_CHECKING:
        id: int
        owner_id: int | None
        process_id: int | None
        team_id: int | None

    def __str__(self) -> str:
        return self.name

    @property
    def needs_denominator(self) -> bool:
        """Whether a reading is made of two numbers."""
        return self.shape in {self.Shape.PROPORTION, self.Shape.RATE}
