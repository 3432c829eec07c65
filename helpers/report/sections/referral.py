"""Word of mouth: where referral value comes from, how people count, and what other ways of counting make of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from helpers.base.results import SEGMENTS, is_hidden, is_seen
from helpers.base.words import rounded
from helpers.collect.counts import ABOVE, Counts
from helpers.compare.comparison import Comparison, Referral
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.holding import held, holding
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import beyond_bound, direction, is_uncalibrated, told_ends
from helpers.report.sections.unanchored import ranges, unanchored


@dataclass(frozen=True)
class FlowRow(ChartRow):
    """People, then money, on the way from recommendations to what they bring."""

    charts = ("referral_flow",)
    step: Annotated[str, ("recommended", "influenced", "created", "money")]
    amount: float
    kind: Annotated[str, ("people", "money")]


@dataclass(frozen=True)
class CountRow(ChartRow):
    """Answers from `first` to `last` people recommended to."""

    charts = ("recommended_counts",)
    first: int
    last: int
    answers: int


@section
def referral(report: Context, result: Comparison, ways: Sequence[Scenario]) -> Iterable[Part | None]:
    """People recommended to, customers made of them, and what the claims rest on."""
    yield _flow(report, result) or report.text(report.say("nobody_recommended"), kind="missing")
    yield report.text(beyond_bound(report, result), kind="warning")
    yield report.text(*_notes(report, result, ways))
    yield ranges(report, result)


@section
def counts(report: Context, told: Counts | None) -> Iterable[Part | None]:
    """How many people were recommended to, as answered."""
    if told is None:
        yield report.text(report.say("nobody_recommended"), kind="missing")
    else:
        yield _heaps(report, told)
        yield report.text(report.say("heaps_note") if told.heaped else None)


@section
def counted_otherwise(report: Context, ways: Sequence[Scenario], result: Comparison) -> Iterable[Part | None]:
    """LRV, then value and gap, in each way of counting word of mouth, and whether the answer stays the same."""
    yield _created(report, ways, result)
    yield _values(report, ways)
    if any(is_seen(value) for value in ways[0].value.values()):
        yield report.text(*holding(report, ways, "referral_all", "referral_some"))


def _flow(report: Context, result: Comparison) -> Exhibit | None:
    """People recommended to → influenced → created → money, for all customers."""
    referral = result.referral
    claimed, conversion, worth = referral.created_claimed, referral.conversion, referral.ltv_per_customer
    if not (is_seen(claimed) and is_seen(conversion) and is_seen(worth)):
        return None
    created = claimed * conversion
    money = report.settings.incremental_share * created * worth
    frame = _steps(report, referral, claimed, created, money)
    title = _flow_title(report, result, frame["amount"][0], created, money)
    text = report.chart_text(title, _flow_subtitle(report, result), format_value=report.words.count)
    drawn = drawing.flow(frame.rename(columns={"amount": "value"}).assign(apart=frame["kind"] == "money"), text)
    return report.chart("referral_flow", FlowRow, frame, drawn, text)


def _steps(report: Context, referral: Referral, claimed: float, created: float, money: float) -> pd.DataFrame:
    influenced = claimed if is_seen(referral.influence_mean) else None
    people = {"recommended": referral.recommended_total, "influenced": influenced, "created": created}
    rows = [(step, n, "people", report.say("flow_people", n=rounded(n))) for step, n in people.items() if is_seen(n)]
    rows.append(("money", money, "money", report.words.money(money)))
    rows = [(*row[:3], _up_to(report, referral, *row[::3])) for row in rows]
    frame = pd.DataFrame(rows, columns=["step", "amount", "kind", "label"])
    return frame.assign(name=[report.say(f"flow_{step}") for step in frame["step"]])


def _up_to(report: Context, referral: Referral, step: str, label: str) -> str:
    """The label of a step; where nothing anchors word of mouth, what comes of the claims is the most that can be."""
    is_most = not referral.anchored and step in ("created", "money")
    return report.say("flow_up_to", label=label) if is_most else label


def _flow_title(report: Context, result: Comparison, recommended: float, created: float, money: float) -> str:
    told = is_seen(result.referral.recommended_total)
    anchored, ranged = ("flow_chart", "flow_chart_range") if told else ("flow_chart_own", "flow_chart_own_range")
    key = anchored if result.referral.anchored else ranged
    title = report.say(key, recommended=rounded(recommended), created=rounded(created), money=money)
    return report.say("flow_claimed", title=title) if is_uncalibrated(result) else title


def _flow_subtitle(report: Context, result: Comparison) -> str:
    """On how many answers the claims rest, where all segments may say so."""
    means, customers = [result.segments[segment].lrv for segment in SEGMENTS], result.customers.n
    if not all(means):
        return report.say("flow_subtitle_few", customers=customers)
    return report.say("flow_subtitle", n=sum(mean.n for mean in means if mean), customers=customers)


def _notes(report: Context, result: Comparison, ways: Sequence[Scenario]) -> Iterator[str]:
    """Claims beside records, and the cap beside the way of counting that has none."""
    referral = result.referral
    claims = {"claimed": referral.created_claimed, "recorded": referral.acquired_by_referral}
    if not is_seen(referral.created_claimed) or not is_seen(referral.conversion):
        yield report.say("nobody_recommended")
        yield report.say("claims_beside", **claims) if is_seen(referral.created_claimed) else ""
        return
    if referral.conversion_source == "crm":
        yield report.say("calibrated", k=referral.conversion, **claims)
        yield from _cancelled(report, referral)
    else:
        yield from _unscaled(report, result)
        yield report.say("claims_beside", **claims)
    yield from _cap(report, result, ways)


def _unscaled(report: Context, result: Comparison) -> Iterator[str]:
    """What is taken for k where the records do not make it."""
    referral = result.referral
    if not referral.anchored:
        yield from unanchored(report, result)
    elif is_uncalibrated(result):
        yield report.say("uncalibrated")
    else:
        yield report.say("given_conversion", k=referral.conversion, recorded=referral.acquired_by_referral)


def _cancelled(report: Context, referral: Referral) -> Iterator[str]:
    """That a common influence moves no LRV where the records make k; own ones have no total before them."""
    if is_seen(referral.recommended_total) and is_seen(referral.influence_mean):
        yield report.say("influence_cancels", influence=referral.influence_mean)


def _cap(report: Context, result: Comparison, ways: Sequence[Scenario]) -> Iterator[str]:
    referral, promoter = result.referral, result.segments["promoter"].lrv
    uncapped = next((way.lrv["promoter"] for way in ways if way.name == "uncapped"), None)
    if promoter and is_hidden(referral.counts_above_cap):
        yield report.say("capped_few", cap=referral.cap)
    elif promoter and referral.counts_above_cap and is_seen(uncapped):
        figures = {"cap": referral.cap, "n": referral.counts_above_cap, "capped": promoter.mean, "uncapped": uncapped}
        scaled = [report.say("capped_scaled")] if referral.conversion_source == "crm" else []
        yield report.join(report.say("capped" if referral.anchored else "capped_range", **figures), *scaled)


def _heaps(report: Context, counts: Counts) -> Exhibit:
    spans = [_span(report, row.first, row.last) for row in counts.bins.itertuples()]
    frame = counts.bins.assign(name=spans, label=counts.bins["answers"].map(report.words.count))
    subtitle = report.say("heaps_subtitle", n=counts.n)
    text = report.chart_text(_heaps_title(report, counts), subtitle, x=report.say("heaps_x"))
    drawn = drawing.count_bars(frame.rename(columns={"answers": "value", "round": "strong"}), text)
    return report.chart("recommended_counts", CountRow, frame, drawn, text)


def _heaps_title(report: Context, counts: Counts) -> str:
    """Whether the larger counts heap at round numbers."""
    if counts.round_share is None:
        return report.say("heaps_chart_few", above=ABOVE)
    key = "heaps_chart" if counts.heaped else "heaps_chart_none"
    return report.say(key, share=counts.round_share, expected=counts.expected_share, above=ABOVE)


def _span(report: Context, first: int, last: int) -> str:
    if pd.isna(last):
        return report.say("heaps_open", first=first)
    return report.words.count(first) if first == last else report.say("heaps_span", first=first, last=last)


def _created(report: Context, ways: Sequence[Scenario], result: Comparison) -> Grid | None:
    """Customers created and LRV, the most of both where nothing anchors k; nothing where no LRV is shown."""
    caption = report.say("scenarios_caption" if result.referral.anchored else "scenarios_caption_range")
    shown = ways if any(ways[0].lrv.values()) else ()
    rows = [[_name(report, way), report.words.count(way.created), *_means(report, way.lrv)] for way in shown]
    heads = ("scenario", "created", "lrv_detractor", "lrv_passive", "lrv_promoter")
    return report.table(heads, rows, caption)


def _values(report: Context, ways: Sequence[Scenario]) -> Grid | None:
    """Value, gap and what it says; nothing where values are not compared."""
    shown, reported = ways if any(ways[0].value.values()) else (), direction(ways[0].gap)
    rows = [
        [
            _name(report, way),
            report.say(f"held_{held(way, reported)}"),
            *_means(report, way.value),
            *report.words.with_ends("money", *told_ends(way.gap)),
        ]
        for way in shown
    ]
    heads = ("scenario", "held", "value_detractor", "value_passive", "value_promoter", "gap", "low", "high")
    return report.table(heads, rows, report.say("scenarios_caption"), texts=2)


def _name(report: Context, way: Scenario) -> str:
    return report.say(f"scenario_{way.name}")


def _means(report: Context, means: Mapping[str, float | None]) -> list[str]:
    return [report.words.money(means[segment]) for segment in SEGMENTS]
