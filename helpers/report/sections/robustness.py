"""Whether the answer holds: the gap between promoters and detractors counted otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from helpers.base.results import is_seen
from helpers.compare.comparison import Comparison
from helpers.compare.robustness.scenarios import SCENARIOS, Scenario
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.holding import held, holding
from helpers.report.parts import ChartRow, Part
from helpers.report.phrasing import direction, drawn_ends, gap_rows, gap_subtitle, rounder


@dataclass(frozen=True)
class ScenarioRow(ChartRow):
    """The gap under another choice."""

    charts = ("robustness",)
    scenario: Annotated[str, SCENARIOS]
    estimate: float
    low: float
    high: float


@section
def robustness(report: Context, scenarios: Sequence[Scenario], result: Comparison) -> Iterable[Part | None]:
    """The gap counted in several ways, the report's own first, and in how many its answer stays the same."""
    yield _chart(report, scenarios, result)
    yield report.text(*holding(report, scenarios, "robust_all", "robust_some"))


def uneven_exposure(report: Context, scenarios: Sequence[Scenario]) -> str | None:
    """That the segments had unequal times, and the gap in the same time; nothing where they had the same, or no gap."""
    timed = {scenario.name: scenario for scenario in scenarios if scenario.years}
    whole, yearly = (timed[name].gap if timed else None for name in ("whole_window", "per_year"))
    if not is_seen(whole) and not is_seen(yearly):
        return None
    rounded = rounder(gap.estimate for gap in (whole, yearly) if gap)
    labels = {name: drawn_ends(gap, rounded, report)["label"] for name, gap in (("whole", whole), ("yearly", yearly))}
    return report.say("uneven_exposure", **timed["per_year"].years, **labels)


def _chart(report: Context, scenarios: Sequence[Scenario], result: Comparison) -> Part | None:
    if not scenarios[0].gap:
        return report.text(report.say("gaps_chart_unknown"), kind="missing")
    states = {held(scenario, direction(scenarios[0].gap)) for scenario in scenarios[1:]} - {"unknown"}
    if not states:
        return report.text(report.say("robust_none"), kind="missing")
    frame = gap_rows(((_row(report, scenario.name), scenario.gap) for scenario in scenarios), report)
    title = report.say("robust_chart_all" if states == {"yes"} else "robust_chart_some")
    text = report.chart_text(title, gap_subtitle(result, report))
    return report.chart("robustness", ScenarioRow, frame, drawing.forest(frame, text), text)


def _row(report: Context, scenario: str) -> dict[str, Any]:
    return {"scenario": scenario, "name": report.say(f"scenario_{scenario}"), "strong": scenario == "reported"}
