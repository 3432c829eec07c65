"""Attributes in which like is compared with like: which were left out and why, and which may hold the window itself."""

from collections.abc import Iterator, Mapping

from helpers.compare.adjustment.attribute_kinds import EXPORT_DAY, UNKNOWN_DAY
from helpers.compare.adjustment.held import WindowHeld
from helpers.report.context import Context
from helpers.report.parts import Grid, Part

_REASONS = {  # sentence → why an attribute was left out
    "adjusted_unused": ("levels", "alike"),
    "adjusted_export_day": (EXPORT_DAY,),
    "adjusted_unknown_day": (UNKNOWN_DAY,),
}


def unused(report: Context, left_out: Mapping[str, str]) -> Iterator[str]:
    """Attributes that were left out, by why."""
    for key, reasons in _REASONS.items():
        names = sorted(name for name, reason in left_out.items() if reason in reasons)
        if names:
            yield report.say(key, names=report.say("list_separator").join(names))


def held_window(report: Context, held: WindowHeld) -> Iterator[Part | None]:
    """What each attribute explains of the window's purchases, and warnings of those that may hold them."""
    yield _shares(report, held)
    later = [name for name, one in held.attributes.items() if one.export_day]
    names = report.say("list_separator").join(later)
    yield report.text(report.say("adjusted_asked", names=names) if later else None, kind="warning")
    flagged = {name: one.share for name, one in held.attributes.items() if one.may_hold}
    warnings = (report.say("adjusted_may_hold", name=name, share=share) for name, share in flagged.items())
    yield report.text(*warnings, kind="warning")


def _shares(report: Context, held: WindowHeld) -> Grid | None:
    """Nothing where none is known; earlier spend for comparison."""
    percent, flags = report.words.percent, {True: "held_flag", False: "held_free"}
    rows = [
        [name, report.say(flags[one.may_hold]), percent(one.share)]
        for name, one in held.attributes.items()
        if one.share is not None
    ]
    if rows and held.earlier_spend is not None:
        rows.append([report.say("held_earlier"), report.say("held_compared"), percent(held.earlier_spend)])
    return report.table(("attribute", "may_hold", "explains"), rows, report.say("held_caption"), texts=2)
