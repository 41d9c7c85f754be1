"""All warning signs by name, in the order in which they are told."""

from genba.analysis.signs import (
    actions_stall,
    blame_language,
    counter_moved,
    findings_rise,
    ideas_dry_up,
    leaders_absent,
    metric_moved,
    no_report,
    only_before_audits,
    recurring_ignored,
    suppressed,
)
from genba.analysis.signs.sign import Sign

SIGNS: dict[str, Sign] = {
    sign.name: sign
    for sign in (
        metric_moved.SIGN,
        counter_moved.SIGN,
        ideas_dry_up.SIGN,
        no_report.SIGN,
        findings_rise.SIGN,
        actions_stall.SIGN,
        leaders_absent.SIGN,
        recurring_ignored.SIGN,
        only_before_audits.SIGN,
        suppressed.SIGN,
        blame_language.SIGN,
    )
}
