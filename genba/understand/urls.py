"""The doors of the room `understand`."""

from django.urls import path

from genba.understand.views import (
    audit_dates,
    by_hand,
    charts,
    costs,
    feeds,
    hints,
    library,
    metrics,
    signs,
    targets,
)

app_name = "understand"

urlpatterns = [
    path("language/hints/", hints.hints, name="hints"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/new/", metrics.new_metric, name="new_metric"),
    path("metrics/library/", library.library, name="metric_library"),
    path("metrics/<int:pk>/", metrics.metric, name="metric"),
    path("metrics/<int:pk>/details/", metrics.edit_metric, name="edit_metric"),
    path("metrics/<int:pk>/readings/", metrics.read, name="read_metric"),
    path("signs/", signs.signs, name="signs"),
    path("signs/<int:pk>/", signs.sign, name="sign"),
    path("signs/<int:pk>/answer/", signs.answer_sign, name="answer_sign"),
    path("signs/<int:pk>/truth/", signs.tell_truth_of_sign, name="tell_truth_of_sign"),
    path("audit-dates/", audit_dates.audit_dates, name="audit_dates"),
    path("audit-dates/new/", audit_dates.new_audit_date, name="new_audit_date"),
    path("audit-dates/<int:pk>/", audit_dates.edit_audit_date, name="edit_audit_date"),
    path("audit-dates/<int:pk>/withdraw/", audit_dates.withdraw_audit_date, name="withdraw_audit_date"),
    # Targets, looks, and marks on readings
    path("metrics/<int:pk>/target/", targets.target, name="target"),
    path("metrics/<int:pk>/target/end/", targets.end, name="end_target"),
    path("metrics/<int:pk>/looks/", targets.look, name="look_at_metric"),
    path("metrics/<int:pk>/closing/", targets.close, name="close_metric"),
    path("metrics/<int:pk>/reopening/", targets.reopen, name="reopen_metric"),
    path("metrics/<int:pk>/freeing/", by_hand.free, name="free_limits"),
    path("metrics/<int:pk>/step-changes/<int:change>/strike/", by_hand.strike_step, name="strike_step"),
    path("metrics/<int:pk>/readings/<int:key>/", by_hand.reading, name="reading"),
    path("metrics/<int:pk>/readings/<int:key>/correction/", by_hand.correct, name="correct_reading"),
    path("metrics/<int:pk>/readings/<int:key>/leaving-out/", by_hand.leave_reading_out, name="leave_out"),
    path("metrics/<int:pk>/readings/<int:key>/counting/", by_hand.count_reading, name="count_reading"),
    path("metrics/<int:pk>/readings/<int:key>/step-change/", by_hand.mark_step, name="mark_step"),
    path("metrics/<int:pk>/readings/<int:key>/freeze/", by_hand.freeze, name="freeze_limits"),
    # Charts.
    path("metrics/grid/", charts.grid, name="grid"),
    path("metrics/grid.pdf", charts.grid_pdf, name="grid_pdf"),
    path("metrics/<int:pk>/chart/", charts.choose_chart, name="choose_chart"),
    path("metrics/<int:pk>/rules/", charts.chart_rules, name="chart_rules"),
    path("metrics/<int:pk>/chart.pdf", charts.chart_pdf, name="chart_pdf"),
    # The cost of poor quality.
    path("cost-of-quality/", costs.costs, name="costs"),
    path("cost-of-quality/new/", costs.new_cost, name="new_cost"),
    path("cost-of-quality/<int:pk>/", costs.edit_cost, name="edit_cost"),
    path("cost-of-quality/<int:pk>/ending/", costs.end_cost, name="end_cost"),
    path("cost-of-quality/<int:pk>/coming-back/", costs.bring_cost_back, name="bring_cost_back"),
    # Sources
    path("feeds/", feeds.feeds, name="feeds"),
    path("metrics/<int:pk>/feeds/", feeds.metric_feeds, name="metric_feeds"),
    path("metrics/<int:pk>/feeds/new/<slug:kind>/", feeds.new, name="new_feed"),
    path("feeds/<int:pk>/", feeds.feed, name="feed"),
    path("feeds/<int:pk>/details/", feeds.change, name="edit_feed"),
    path("feeds/<int:pk>/test/", feeds.test, name="test_feed"),
    path("feeds/<int:pk>/fetch/", feeds.fetch, name="fetch_feed"),
    path("feeds/<int:pk>/on/", feeds.switch_on, name="switch_feed_on"),
    path("feeds/<int:pk>/off/", feeds.switch_off, name="switch_feed_off"),
    path("feeds/<int:pk>/remove/", feeds.remove, name="remove_feed"),
]
