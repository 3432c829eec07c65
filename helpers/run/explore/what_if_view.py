"""What if some moved: NPS, what all customers would bring, and the budget that breaks even."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from helpers.base.results import Estimate, is_hidden, is_seen
from helpers.base.words import MISSING
from helpers.compare.exploring.redrawn import Assumptions
from helpers.compare.exploring.scenario import Moving, WhatIf, what_if
from helpers.disclosure.exploring import shown_what_if
from helpers.report import drawing
from helpers.report.context import Context
from helpers.report.parts import Grid
from helpers.report.phrasing import direction, gap_rows, outward, rounder, told_ends
from helpers.run.explore.study import Study
from helpers.run.explore.view import View

GAINS = ("plain", "adjusted")

_Part = Callable[[str], Estimate | None]


def what_if_result(study: Study, assumed: Assumptions, moving: Moving) -> WhatIf:
    """The scenario as it may be shown."""
    found = what_if(study.drawn, study.even, assumed, moving)
    return shown_what_if(found, study.drawn, assumed, study.result)


def what_if_view(study: Study, assumed: Assumptions, moving: Moving) -> View:
    """Sentences, table and figure of a scenario."""
    report, found = study.report, what_if_result(study, assumed, moving)
    if moving == Moving():
        return View((report.say("explore_still"),), _rows(report, found).iloc[:0], "", None, _table(report, found))
    told = (_moved(report, found, moving), *(_gained(report, found, basis) for basis in GAINS))
    rows = _rows(report, found)
    about = report.say("explore_gain_subtitle")
    chart = partial(_chart, report, rows) if rows["estimate"].notna().any() else None
    told_short = map(
        report.words.money, (None if pd.isna(one) else one for one in rows["estimate"])
    )  # ends: in the table
    return View(told, rows.assign(bar=False, segment="all", label=[*told_short]), about, chart, _table(report, found))


def _moved(report: Context, found: WhatIf, moving: Moving) -> str:
    shares = {"detractors": moving.detractor, "passives": moving.passive}
    people = {"movers": found.movers, "customers": found.customers}
    score = {"now": found.nps.estimate, "then": found.nps_then.estimate}
    return report.say("explore_moved", low=found.nps_then.low, high=found.nps_then.high, **shares, **people, **score)


def _gained(report: Context, found: WhatIf, basis: str) -> str:
    """In METHOD §5's words, by one way of comparing."""
    gain, named = found.gains[basis], report.say(f"basis_{basis}")
    if not is_seen(gain) or gain.low is None:
        return report.say("explore_gain_unknown", basis=named)
    rounded = rounder([gain.estimate])
    ends = dict(zip(("gap", "low", "high"), rounded.ends(*outward(gain).values()), strict=True))
    return report.say(f"explore_gain_{direction(gain)}", basis=named, **ends)


def _rows(report: Context, found: WhatIf) -> pd.DataFrame:
    named = [({"name": report.say(f"basis_{basis}"), "strong": True}, found.gains[basis] or None) for basis in GAINS]
    return gap_rows(named, report)


def _table(report: Context, found: WhatIf) -> Grid | None:
    """NPS and money, plain and like with like side by side."""
    words = report.words
    score = f"{words.points(found.nps.estimate)} → {words.points(found.nps_then.estimate)}"
    total = words.money(found.ltv_total)
    rows = [[report.say("explore_row_nps"), score, score], [report.say("explore_row_now"), total, total]]
    parts: dict[str, _Part] = {"gain": found.gains.get, "each": found.budget_each}
    if found.measure == "ltv":  # totals are of LTV alone (METHOD §4)
        parts = {"then": found.total_then, **parts}
    for key, part in parts.items():
        told = (_ends(report, part(basis)) for basis in GAINS)
        rows.append([report.say(f"explore_row_{key}"), *told])
    heads = ["", *(report.say(f"basis_{basis}") for basis in GAINS)]
    return Grid(pd.DataFrame(rows, columns=heads))


def _ends(report: Context, figure: Estimate | None) -> str:
    if is_hidden(figure) or figure is None or figure.estimate is None:
        return MISSING
    estimate, low, high = rounder([figure.estimate]).ends(*told_ends(figure))
    return report.say("gap_label", estimate=estimate, low=low, high=high)


def _chart(report: Context, rows: pd.DataFrame):  # type: ignore[no-untyped-def]
    text = report.chart_text(report.say("explore_gain_title"), report.say("explore_gain_subtitle"))
    return drawing.forest(rows, text)
