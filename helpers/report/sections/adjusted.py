"""Like with like: the gap in its ways of counting, what is left of it, and how even the segments became."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd

from helpers.base.results import Estimate, is_hidden
from helpers.base.words import MISSING
from helpers.compare.adjustment.adjusted import Adjusted, LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.compare.figures import BASES, HEADLINE_PAIR
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import alike, direction, gap_rows, gap_subtitle, measures_shown, told_ends, told_gap
from helpers.report.sections.attributes import held_window, unused

CANONICAL = (
    "acquired_on", "acquisition_channel", "acquisition_cost", "subscription_started_on", "net_amount_before",
    "orders_before",
)  # fmt: skip
EVEN = 0.1  # standardised difference up to which two groups count as alike (Austin 2009, Statistics in Medicine 28)


@dataclass(frozen=True)
class BaseRow(ChartRow):
    """The headline's gap in one way of counting."""

    charts = ("bases",)
    basis: Annotated[str, BASES]
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class BalanceRow(ChartRow):
    """How far apart promoters and detractors lie in a column of the customers file."""

    charts = ("balance",)
    column: str
    before: float
    after: float


@section
def adjusted(
    report: Context, even: LikeWithLike, bases: Mapping[str, Estimate | None], result: Comparison
) -> Iterable[Part | None]:
    """The gap plain, weighted and like with like; of whom the last speaks, and what was evened out."""
    yield _bases(report, bases, result)
    yield report.text(*_findings(report, even, result))
    yield _table(report, even, result)
    if _headline(even, result).gap:
        yield from held_window(report, even.held)


@section
def balance(report: Context, even: LikeWithLike, result: Comparison) -> Iterable[Part | None]:
    """How far promoters and detractors lie apart in each column, and what could not be made quite even."""
    headline = _headline(even, result)
    yield _love(report, headline) if headline.gap else report.text(_reason(report, headline), kind="missing")
    apart = [covariate_name(part.column, report) for part in headline.balance or () if part.after > EVEN]
    yield report.text(report.say("love_rest", names=report.say("list_separator").join(apart)) if apart else None)


def bases_line(report: Context, bases: Mapping[str, Estimate | None], result: Comparison) -> tuple[str, ...]:
    """The gap in its ways of counting, in one line for the first screen; nothing where there is one alone."""
    rounded = alike(result, result.headline_measure())
    shown = [
        report.say("bases_rest", basis=report.say(f"basis_{name}"), gap=rounded(gap.estimate))
        for name, gap in bases.items()
        if gap
    ]
    return (report.say("bases_rests", names=" · ".join(shown)),) if len(shown) > 1 else ()


def covariate_name(column: str, report: Context) -> str:
    """Words of a canonical column; an attribute has its own name."""
    return report.say(f"covariate_{column}") if column in CANONICAL else column


def _headline(even: LikeWithLike, result: Comparison) -> Adjusted:
    return even.pairs[HEADLINE_PAIR].of(result.headline_measure())


def _reason(report: Context, headline: Adjusted) -> str:
    return report.say(f"adjusted_{headline.reason or 'hidden'}")


def _bases(report: Context, bases: Mapping[str, Estimate | None], result: Comparison) -> Part | None:
    """The gap in its ways of counting; a sentence where one alone, or none, is shown."""
    shown = {name: gap for name, gap in bases.items() if gap}
    if len(shown) < 2:
        return report.text(report.say("robust_none" if shown else "gaps_chart_unknown"), kind="missing")
    frame = gap_rows(((_base_row(report, name, gap), gap) for name, gap in shown.items()), report)
    same = len({direction(gap) for gap in shown.values()}) == 1
    names = report.say("list_separator").join(frame["name"])
    title = report.say("bases_chart_same" if same else "bases_chart_other", names=names)
    text = report.chart_text(title, gap_subtitle(result, report))
    return report.chart("bases", BaseRow, frame, drawing.forest(frame, text), text)


def _base_row(report: Context, name: str, gap: Estimate) -> dict[str, Any]:
    return {"basis": name, "name": report.say(f"basis_{name}"), "strong": direction(gap) != "unclear"}


def _findings(report: Context, even: LikeWithLike, result: Comparison) -> Iterator[str]:
    """What is left of the gap, of whom it speaks, and what was evened out."""
    headline = _headline(even, result)
    plain = result.gaps[HEADLINE_PAIR].gap(result.headline_measure())
    if not (headline.gap and plain):
        yield _reason(report, headline)
        return
    rounded = alike(result, result.headline_measure())
    figures = told_gap(headline.gap, rounded) | {"plain": rounded(plain.estimate)}
    yield report.say(f"adjusted_{direction(headline.gap)}", **figures)
    yield _kept(report, headline)
    names = (covariate_name(part.column, report) for part in headline.balance)
    yield report.say("adjusted_by", names=report.say("list_separator").join(names))
    if not headline.earlier_spend:
        yield report.say("adjusted_no_spend")
    yield from unused(report, headline.left_out)
    if report.settings.window == "after":
        yield report.say("adjusted_after")
    yield report.say("adjusted_meaning")


def _kept(report: Context, headline: Adjusted) -> str:
    """Who was compared."""
    if all(n == 0 for n in headline.trimmed.values()):
        return report.say("adjusted_all")
    few = report.say("few_of", least=report.settings.min_cell)
    counts = {f"{name}s": few if is_hidden(n) else report.words.count(n) for name, n in headline.trimmed.items()}
    if few in counts.values():
        return report.say("adjusted_kept_few", **counts)
    return report.say("adjusted_kept", n=sum(headline.n.values()), **counts)


def _table(report: Context, even: LikeWithLike, result: Comparison) -> Grid | None:
    """Each gap plain and like with like with its interval and what it says; customers compared and left out."""
    rows = [
        [report.say(f"measure_{measure}"), report.say(f"pair_{pair}"), *_gap(report, gaps.of(measure), plain)]
        for measure in measures_shown(result)
        for pair, gaps in even.pairs.items()
        if (plain := result.gaps[pair].gap(measure))
    ]
    heads = ("measure", "gap", "verdict", "plain", "alike", "low", "high", "compared", "left_out")
    return report.table(heads, rows, texts=3)


def _gap(report: Context, even: Adjusted, plain: Estimate) -> list[str]:
    gap, words = even.gap, report.words
    if not gap:
        return [report.say("verdict_few"), words.money(plain.estimate), *[MISSING] * 5]
    kept = MISSING if any(map(is_hidden, even.n.values())) else " / ".join(map(words.count, even.n.values()))
    few = report.say("few_cell", least=report.settings.min_cell)
    out = " / ".join(few if is_hidden(n) else words.count(n) for n in even.trimmed.values())
    money = (words.money(plain.estimate), *words.with_ends("money", *told_ends(gap)))
    return [report.say(f"verdict_{direction(gap)}"), *money, kept, out]


def _love(report: Context, headline: Adjusted) -> Exhibit:
    """Before and after, from the column that was furthest apart."""
    parts = sorted(headline.balance, key=lambda part: (-part.before, part.column))
    frame = pd.DataFrame(parts).assign(
        name=[covariate_name(part.column, report) for part in parts],
        label=[report.say("love_label", before=part.before, after=part.after) for part in parts],
    )
    title = report.say("love_chart", worst=frame["name"][0], after=frame["after"].max())
    text = report.chart_text(title, report.say("love_subtitle", line=EVEN), format_value=report.words.decimal)
    return report.chart("balance", BalanceRow, frame, drawing.love(frame, EVEN, text), text)
