"""Earned growth and its parts."""

from collections.abc import Iterable

from helpers.base.results import is_seen
from helpers.compare.growth import Growth
from helpers.report.context import Context, section
from helpers.report.parts import Part


@section
def growth(report: Context, earned: Growth | None) -> Iterable[Part | None]:
    """What old customers kept spending and referred ones added, or why it is not told."""
    if earned is None:
        yield report.text(report.say("growth_unknown"))
    elif not is_seen(earned.net_revenue_retention):
        yield report.text(report.say("growth_few"))
    else:
        figures = {"kept": earned.net_revenue_retention, "earned": earned.earned_new_customers, "rate": earned.rate}
        yield report.text(report.say("growth" if is_seen(earned.earned_new_customers) else "growth_kept", **figures))
