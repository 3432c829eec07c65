"""Earned growth and its parts."""

from collections.abc import Iterable

from helpers.base.results import Estimate, is_seen
from helpers.compare.growth import Growth
from helpers.report.context import Context, section
from helpers.report.parts import Part


@section
def growth(report: Context, earned: Growth | None) -> Iterable[Part | None]:
    """What old customers kept spending and referred ones added, each with its interval, or why it is not told."""
    if earned is None:
        yield report.text(report.say("growth_unknown"))
    elif not is_seen(earned.net_revenue_retention):
        yield report.text(report.say("growth_few"))
    else:
        yield report.text(_told(report, earned), _unclear(report, earned), _whole(report, earned.retention_whole))


def _told(report: Context, earned: Growth) -> str:
    """The rate and its parts, as far as they may be shown."""
    kept = Estimate(earned.net_revenue_retention, earned.retention_low, earned.retention_high)
    parts = {"kept": _between(report, kept)}
    if not is_seen(earned.earned_new_customers):
        return report.say("growth_kept", **parts)
    new = Estimate(earned.earned_new_customers, earned.earned_low, earned.earned_high)
    rate = Estimate(earned.rate, earned.low, earned.high)
    return report.say("growth", **parts, earned=_between(report, new), rate=_between(report, rate))


def _unclear(report: Context, earned: Growth) -> str | None:
    """That the interval holds zero, where it does."""
    low, high = earned.low, earned.high
    return report.say("growth_unclear") if is_seen(low) and is_seen(high) and low <= 0 <= high else None


def _whole(report: Context, kept: Estimate | None) -> str | None:
    """Retention of those who had the whole window before."""
    return report.say("growth_whole", kept=_between(report, kept)) if kept else None


def _between(report: Context, share: Estimate) -> str:
    """A share with its interval, where there is one."""
    if not is_seen(share.low) or not is_seen(share.high):
        return report.words.percent(share.estimate)
    return report.say("share_between", share=share.estimate, low=share.low, high=share.high)
