"""Like with like: the gap in its ways of counting, what is left of it, and how even the segments became."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from helpers.base.results import Estimate, is_hidden
from helpers.base.words import MISSING
from helpers.compare.adjustment.likeness import Adjusted, LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.compare.figures import BASES, HEADLINE_PAIR
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Grid, Part
from helpers.report.phrasing import (
    alike,
    direction,
    gap_rows,
    gap_subtitle,
    measures_shown,
    persons_in_words,
    told_ends,
    told_gap,
    valued_answers,
)
from helpers.report.sections.attributes import held_window, unused
from helpers.report.sections.balance import covariate_name, headline_alike, why_none

SMALL = 600  # answers under which a large interaction can be missed (``benchmarks/README.md``)


@dataclass(frozen=True)
class BaseRow(ChartRow):
    """The headline's gap in one way of counting."""

    charts = ("bases",)
    basis: Annotated[str, BASES]
    estimate: float
    low: float
    high: float


@section
def adjusted(
    report: Context, even: LikeWithLike, bases: Mapping[str, Estimate | None], result: Comparison
) -> Iterable[Part | None]:
    """The gap plain, weighted and like with like; of whom the last speaks, and what was evened out."""
    yield _bases(report, bases, result)
    yield report.text(*_findings(report, even, result))
    yield _table(report, even, result)
    if headline_alike(even, result).gap:
        yield from held_window(report, even.held)


def bases_line(report: Context, bases: Mapping[str, Estimate | None], result: Comparison) -> tuple[str, ...]:
    """The gap in its ways of counting, in one line for the first screen; nothing where there is one alone."""
    rounded = alike(result, result.headline_measure())
    shown = [
        report.say("bases_rest", basis=report.say(f"basis_{name}"), gap=rounded(gap.estimate))
        for name, gap in bases.items()
        if gap and name != "kept"
    ]
    return (report.say("bases_rests", names=" · ".join(shown)),) if len(shown) > 1 else ()


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


def adjusted_line(report: Context, even: LikeWithLike, result: Comparison) -> str:
    """What is left of the gap, or why it is not told."""
    headline = headline_alike(even, result)
    plain = result.gaps[HEADLINE_PAIR].gap(result.headline_measure())
    if not (headline.gap and plain):
        return why_none(report, headline)
    rounded = alike(result, result.headline_measure())
    figures = told_gap(headline.gap, rounded) | {"plain": rounded(plain.estimate)}
    return report.say(f"adjusted_{direction(headline.gap)}", **figures)


def _findings(report: Context, even: LikeWithLike, result: Comparison) -> Iterator[str]:
    """What is left of the gap, of whom it speaks, and what was evened out."""
    headline = headline_alike(even, result)
    plain = result.gaps[HEADLINE_PAIR].gap(result.headline_measure())
    yield adjusted_line(report, even, result)
    if not (headline.gap and plain):
        return
    rounded = alike(result, result.headline_measure())
    yield _kept(report, headline)
    if headline.plain_kept and headline.has_left_out():
        steps = {"plain": plain.estimate, "kept": headline.plain_kept.estimate, "gap": headline.gap.estimate}
        yield report.say("adjusted_steps", **{name: rounded(value) for name, value in steps.items()})
    names = (covariate_name((part.column,), report) for part in headline.balance if not part.other)
    yield report.say("adjusted_by", names=report.say("list_separator").join(names))
    if valued_answers(result) < SMALL:
        yield report.say("adjusted_small", least=SMALL)
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
    counts = {f"{name}s": persons_in_words(n, report) for name, n in headline.trimmed.items()}
    if any(map(is_hidden, headline.trimmed.values())):
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
