"""Why the forms of the room `understand` ask what they must have."""

from django.utils.translation import gettext_lazy as _

from genba.ui.rules import Rule, register_rule

_METRIC = _("Metrics")
register_rule(
    Rule(
        "understand.metric.name",
        _METRIC,
        _("A metric has a name"),
        _("People find it by its name on charts, in search and in what we say about it."),
    ),
    Rule(
        "understand.metric.definition",
        _METRIC,
        _("A metric says exactly what it counts"),
        _("Two people who count the same must get the same number. Otherwise the chart shows who counted."),
    ),
    Rule(
        "understand.metric.shape",
        _METRIC,
        _("A metric says what one reading is"),
        _("A count, a share and a time between events vary differently. The chart has to know which it is."),
    ),
    Rule(
        "understand.metric.per",
        _METRIC,
        _("A share is told per something"),
        _("People read 3 percent more easily than 0.03."),
    ),
    Rule(
        "understand.metric.better",
        _METRIC,
        _("A metric says which direction is good"),
        _("Only then can a chart tell a change for the better from one for the worse."),
    ),
    Rule(
        "understand.metric.role",
        _METRIC,
        _("A metric says whether it moves first or shows what came of it"),
        _("What moves first can still be acted on. What shows the outcome says whether acting helped."),
    ),
    Rule(
        "understand.metric.rhythm",
        _METRIC,
        _("A metric says how often a reading comes"),
        _("So one notices when a reading is missing, instead of trusting an old one."),
    ),
    Rule(
        "understand.metric.review",
        _METRIC,
        _("A metric says how often it is looked at"),
        _("A number that nobody looks at costs time and changes nothing."),
    ),
    Rule(
        "understand.reading.day",
        _METRIC,
        _("A reading has a day"),
        _("A chart is about order in time. Without a day a number cannot take its place."),
    ),
    Rule(
        "understand.reading.value",
        _METRIC,
        _("A reading has a value"),
        _("This is the number that the chart shows."),
    ),
    # The chart of a metric.
    Rule(
        "understand.chart.rules",
        _METRIC,
        _("A chart says which patterns it marks"),
        _("More rules see more, also more that is only chance. Everybody should look with the same rules."),
    ),
    Rule(
        "understand.chart.spread",
        _METRIC,
        _("A chart says how it finds what is usual"),
        _("A median is not pulled up by a few wild readings. A mean uses all of them. The limits differ."),
    ),
)

_SIGNS = _("Warning signs")
register_rule(
    Rule(
        "understand.sign.reason",
        _SIGNS,
        _("A warning sign is answered with a reason or a card"),
        _("A question that nobody answers teaches everybody to look away from the next one."),
    ),
    Rule(
        "understand.sign.truth",
        _SIGNS,
        _("Later somebody says what turned out"),
        _("Only so can we see how often a sign was right, and stop listening to one that is not."),
    ),
    Rule(
        "understand.audit_date.day",
        _SIGNS,
        _("An audit has a day"),
        _("A sign compares the weeks before audits with all others. It has to know which weeks those are."),
    ),
    Rule(
        "understand.audit_date.name",
        _SIGNS,
        _("An audit has a name"),
        _("So that people know which one is meant, and nobody enters it twice."),
    ),
    Rule(
        "understand.audit_date.kind",
        _SIGNS,
        _("An audit says who looks at us"),
        _("After a certification one sign looks whether actions are still finished."),
    ),
)

# Targets, and marks on readings
register_rule(
    Rule(
        "understand.target.value",
        _METRIC,
        _("A target has a value"),
        _("So that everybody can see whether it is reached."),
    ),
    Rule(
        "understand.target.by_day",
        _METRIC,
        _("A target has a day"),
        _("Without a day nobody ever looks whether it was reached."),
    ),
    Rule(
        "understand.target.counter",
        _METRIC,
        _("A target has a counter-metric"),
        _("What is pushed in one place often gives way in another. The counter-metric shows it in time."),
    ),
    Rule(
        "understand.leaving_out.why",
        _METRIC,
        _("Leaving a reading out has a reason"),
        _("Otherwise one could leave out whatever does not please, and the chart would tell nothing."),
    ),
    Rule(
        "understand.step_change.why",
        _METRIC,
        _("A step change says what changed"),
        _("New limits hide the old ones. Who reads the chart later must be able to judge them."),
    ),
)

# The cost of poor quality
register_rule(
    Rule(
        "understand.cost_line.name",
        _("Cost of poor quality"),
        _("A cost says what it is for"),
        _("So that nobody counts the same money twice under another name."),
    ),
    Rule(
        "understand.cost_line.category",
        _("Cost of poor quality"),
        _("A cost is of one of four kinds"),
        _("Only beside each other do they show whether we pay for getting it right or for mending it."),
    ),
)

_SOURCES = _("Sources of metrics")
register_rule(
    Rule(
        "understand.feed.address",
        _SOURCES,
        _("A source has its place"),
        _("Genba asks exactly there and nowhere else. Addresses of your own network have to be allowed."),
    ),
    Rule(
        "understand.feed.key_as",
        _SOURCES,
        _("It is said how a key is sent and kept secret on the way"),
        _("A key in the wrong place is refused, or written down where others read it."),
    ),
    Rule(
        "understand.feed.question",
        _SOURCES,
        _("A source is asked one question"),
        _("The same question each time makes numbers that can be compared. It only reads."),
    ),
    Rule(
        "understand.feed.gather",
        _SOURCES,
        _("It is said what becomes one reading"),
        _("A list of cases becomes a chart only when one knows what is counted, and for which time."),
    ),
    Rule(
        "understand.feed.schedule",
        _SOURCES,
        _("A source is asked at a rhythm"),
        _("Often enough that the chart is of today, seldom enough that the source does not suffer."),
    ),
    Rule(
        "understand.feed.silent",
        _SOURCES,
        _("A source that falls silent is noticed"),
        _("A chart without new readings looks calm. People should know that it is only quiet."),
    ),
)
