"""Two reports beside each other: what changed."""

from functools import partial

import pandas as pd

from helpers.base.results import SEGMENTS, Estimate, is_seen
from helpers.base.words import MISSING
from helpers.compare.exploring.changes import RunChanges, run_changes
from helpers.compare.figures import HEADLINE_PAIR
from helpers.disclosure.exploring import shown_changes
from helpers.report import drawing
from helpers.report.context import Context
from helpers.report.parts import Grid
from helpers.report.phrasing import direction, gap_rows, outward, rounder
from helpers.run.batch.subtraction import same_money
from helpers.run.explore.study import Study
from helpers.run.explore.view import View

_EMPTY = pd.DataFrame(columns=["name", "note", "estimate", "low", "high", "label", "segment", "bar"])


def runs_result(study: Study, other: Study) -> tuple[Study, Study, RunChanges] | None:
    """The earlier run, the later, and what changed; nothing where their money can't be compared."""
    before, after = sorted((other, study), key=lambda one: one.settings.as_of)
    alike = ("currency", "window_days", "window")
    if any(getattr(before.settings, name) != getattr(after.settings, name) for name in alike):
        return None
    measures = {one.result.headline_measure() for one in (before, after)}
    found = run_changes(before.drawn, after.drawn, "value" if measures == {"value"} else "ltv")
    runs, roots = (before.drawn, after.drawn), (before.result, after.result)
    same = same_money(before.settings) == same_money(after.settings)
    return before, after, shown_changes(found, runs, roots, same_purchases=same)


def runs_view(study: Study, other: Study | None) -> View:
    """Sentences, table and figure of what changed."""
    report = study.report
    if other is None:
        return View((report.say("explore_other_none"),), _EMPTY, "", None)
    compared = runs_result(study, other)
    if compared is None:
        return View((report.say("explore_unlike"),), _EMPTY, "", None)
    before, after, found = compared
    names = {"before": before.settings.report_name, "after": after.settings.report_name}
    told = (_score(report, found), _gap(report, found), report.say("explore_shared", n=found.shared, **names))
    rows = _rows(report, found)
    about = report.say("explore_change_subtitle", measure=report.say(f"measure_{found.measure}"))
    chart = partial(_chart, report, rows, report.say("explore_change_title", **names), about)
    is_drawn = rows["estimate"].notna().any()
    marks = rows.assign(bar=False, segment=[*SEGMENTS, "all"])
    return View(told, marks if is_drawn else _EMPTY, about, chart if is_drawn else None, _table(report, found, names))


def _score(report: Context, found: RunChanges) -> str:
    change = found.nps.change
    if change is None:
        return report.say("missing_responses")
    ends = dict(zip(("change", "low", "high"), outward(change).values(), strict=True))
    return report.say(f"explore_nps_{direction(change)}", before=found.nps.before, after=found.nps.after, **ends)


def _gap(report: Context, found: RunChanges) -> str:
    change = found.money["gap"].change
    if not is_seen(change) or change.low is None:
        return report.say("explore_gap_hidden")
    changes = (one.change for one in found.money.values())
    rounded = rounder(one.estimate for one in changes if is_seen(one))  # as the figure rounds them
    ends = rounded.ends(*outward(change).values())
    told = dict(zip(("gap", "low", "high"), ends, strict=True))
    return report.say(f"explore_gap_{direction(change)}", **told)


def _rows(report: Context, found: RunChanges) -> pd.DataFrame:
    named: list[tuple[dict, Estimate | None]] = [
        ({"name": _name(report, name), "strong": name == "gap"}, found.money[name].change or None)
        for name in (*SEGMENTS, "gap")
    ]
    return gap_rows(named, report)


def _name(report: Context, name: str) -> str:
    return report.say(f"pair_{HEADLINE_PAIR}" if name == "gap" else f"segment_{name}")


def _table(report: Context, found: RunChanges, names: dict[str, str]) -> Grid:
    """Before and after, side by side."""
    words = report.words
    rows = [[report.say("method_nps"), words.points(found.nps.before), words.points(found.nps.after)]]
    for name in (*SEGMENTS, "gap"):
        both = found.money[name]
        rounded = rounder([both.before, both.after])
        told = [words.money(rounded(one)) if is_seen(one) else MISSING for one in (both.before, both.after)]
        rows.append([_name(report, name), *told])
    return Grid(pd.DataFrame(rows, columns=["", *names.values()]))


def _chart(report: Context, rows: pd.DataFrame, title: str, about: str):  # type: ignore[no-untyped-def]
    return drawing.forest(rows, report.chart_text(title, about))
