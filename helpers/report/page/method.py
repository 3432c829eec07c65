"""How the figures of a report are made: the terms, with the choices of this report."""

from collections.abc import Iterator, Mapping
from typing import Any

from helpers.report.context import Context
from helpers.report.sections.readings import amount_basis
from helpers.report.sections.score import score_spans

TERMS = (
    *("segments", "nps", "window", "net", "ltv", "lrv", "value"),
    *("between", "weighted", "alike", "point", "rates", "hidden"),
)


def method(report: Context, ledgers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each term and what it means in this report; `ledgers` tell what an amount holds."""
    settings = report.settings
    basis = amount_basis(report, ledgers)
    said = score_spans(report) | _choices(report) | {"basis": basis}
    for term in TERMS:
        meant = "window_all" if term == "window" and settings.window_start is None else term
        if term != "value" or settings.window_days:  # over the whole history nothing is added
            yield report.say(f"method_{term}"), report.say(f"means_{meant}", **said)


def _choices(report: Context) -> dict[str, Any]:
    settings = report.settings
    source = settings.conversion if isinstance(settings.conversion, str) else "given"
    rule = "ignore" if settings.acquisition_cost_rule == "ignore" else "new" if settings.window_days else "all"
    return {
        "resamples": settings.resamples,
        "start": settings.window_start,
        "end": settings.window_end,
        "timezone": settings.timezone,
        "margin": settings.gross_margin_rate,
        "rule": report.say(f"rule_{rule}"),
        "share": settings.incremental_share,
        "conversion": report.say(
            f"conversion_{source}", conversion=settings.conversion, records=settings.min_group_size
        ),
        "least": settings.smallest_group,
        "cell": settings.min_cell,
    }
