"""How even the segments became, in each column and in pairs, and what a difference that nobody recorded would do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.base.results import Estimate, is_seen
from helpers.compare.adjustment.balance import EVEN, Balance
from helpers.compare.adjustment.likeness import Adjusted, LikeWithLike
from helpers.compare.adjustment.sensitivity import MOST, Sensitivity
from helpers.compare.comparison import Comparison
from helpers.compare.figures import HEADLINE_PAIR
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Part
from helpers.report.phrasing import direction, gap_rows, gap_subtitle

CANONICAL = (
    "acquired_on", "acquisition_channel", "acquisition_cost", "subscription_started_on", "net_amount_before",
    "orders_before",
)  # fmt: skip
PAIRS_DRAWN = 4


@dataclass(frozen=True)
class BalanceRow(ChartRow):
    """How far apart promoters and detractors lie in a column of the customers file, or in a pair of them."""

    charts = ("balance",)
    column: str
    other: str
    before: float
    after: float


@dataclass(frozen=True)
class SensitivityRow(ChartRow):
    """The gap like with like, were there an unrecorded difference as strong as a recorded one."""

    charts = ("sensitivity",)
    source: str
    estimate: float
    low: float
    high: float


@section
def balance(report: Context, even: LikeWithLike, result: Comparison) -> Iterable[Part | None]:
    """How far promoters and detractors lie apart in each column and pair, and what could not be made quite even."""
    headline = headline_alike(even, result)
    if not headline.gap:
        yield report.text(why_none(report, headline), kind="missing")
        return
    yield _love(report, headline.balance)
    yield report.text(*_uneven(report, headline.balance))


@section
def sensitivity(report: Context, even: LikeWithLike, result: Comparison) -> Iterable[Part | None]:
    """How strong a difference that nobody recorded would have to be to carry the gap to zero."""
    headline = headline_alike(even, result)
    found = headline.sensitivity
    if not headline.gap or not is_seen(found):
        why = report.say("sensitivity_none") if headline.gap else why_none(report, headline)
        yield report.text(why, kind="missing")
        return
    yield report.text(_strength(report, found))
    yield _left(report, headline.gap, found, result)


def covariate_name(columns: Iterable[str], report: Context) -> str:
    """Words of a canonical column, or of both of a pair; an attribute has its own name."""
    names = (report.say(f"covariate_{column}") if column in CANONICAL else column for column in columns)
    return " × ".join(names)


def headline_alike(even: LikeWithLike, result: Comparison) -> Adjusted:
    """Promoters and detractors like with like by the headline's measure."""
    return even.pairs[HEADLINE_PAIR].of(result.headline_measure())


def why_none(report: Context, headline: Adjusted) -> str:
    """Why like can't be compared with like."""
    return report.say(f"adjusted_{headline.reason or 'hidden'}")


def _love(report: Context, parts: tuple[Balance, ...]) -> Exhibit:
    """Before and after, from the column that was furthest apart; of the pairs those that are least even."""
    worst = sorted((part for part in parts if part.other), key=lambda part: (-part.after, part.columns))[:PAIRS_DRAWN]
    drawn = sorted((*_single(parts), *worst), key=lambda part: (-part.before, part.columns))
    names = [covariate_name(part.columns, report) for part in drawn]
    frame = pd.DataFrame(
        {
            "column": [part.column for part in drawn],
            "other": [part.other for part in drawn],
            "name": names,
            "before": [part.before for part in drawn],
            "after": [part.after for part in drawn],
            "label": [report.say("love_label", before=part.before, after=part.after) for part in drawn],
        }
    )
    title = report.say("love_chart", worst=names[0], after=max(part.after for part in parts))
    text = report.chart_text(title, report.say("love_subtitle", line=EVEN), format_value=report.words.decimal)
    return report.chart("balance", BalanceRow, frame, drawing.love(frame, EVEN, text), text)


def _single(parts: tuple[Balance, ...]) -> list[Balance]:
    return [part for part in parts if not part.other]


def _uneven(report: Context, parts: tuple[Balance, ...]) -> Iterator[str]:
    """Columns that are not quite even, and how many pairs."""
    apart = [covariate_name(part.columns, report) for part in _single(parts) if part.after > EVEN]
    if apart:
        yield report.say("love_rest", names=report.say("list_separator").join(apart))
    pairs = [part for part in parts if part.other]
    uneven = sum(part.after > EVEN for part in pairs)
    if uneven:
        yield report.say("love_pairs", n=len(pairs), uneven=uneven)
    elif pairs:
        yield report.say("love_pairs_even", n=len(pairs))


def _strength(report: Context, found: Sensitivity) -> str:
    """How many times as strong as the strongest recorded difference."""
    name = covariate_name((found.source,), report)
    if found.to_zero is None:
        return report.say("sensitivity_beyond", name=name, most=MOST)
    if found.to_unclear is None:
        return report.say("sensitivity_unclear", name=name, zero=found.to_zero)
    return report.say("sensitivity_sure", name=name, zero=found.to_zero, unclear=found.to_unclear)


def _left(report: Context, gap: Estimate, found: Sensitivity, result: Comparison) -> Exhibit | None:
    """The gap as it is, and what were left of it by one as strong as each recorded difference."""
    cases = {"": gap, **found.left}
    names = {source: covariate_name((source,), report) for source in found.left} | {"": report.say("sensitivity_now")}
    rows = [
        ({"source": source, "name": names[source], "strong": direction(left) != "unclear"}, left)
        for source, left in cases.items()
    ]
    held = sum(direction(left) == direction(gap) for left in found.left.values())
    text = report.chart_text(
        report.say("sensitivity_chart", held=held, n=len(found.left)), gap_subtitle(result, report)
    )
    frame = gap_rows(rows, report)
    return report.chart("sensitivity", SensitivityRow, frame, drawing.forest(frame, text), text)
