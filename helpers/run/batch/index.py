"""The page of a batch: the finding, and one row a report with its figures drawn."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

from helpers.base.results import SEGMENTS, Estimate
from helpers.base.words import Words, ends_beside
from helpers.report.html import TEMPLATES, rendered, style
from helpers.report.steps import PAGE
from helpers.run.batch.aims import aims_grid
from helpers.run.batch.answers import answer_lines
from helpers.run.batch.dots import Axis, axis, mark
from helpers.run.batch.drawn import DrawnBatch, customer_groups, drawn_batch, of_everybody
from helpers.run.batch.entries import Entry, Worded, finished, points_worded
from helpers.run.batch.findings import batch_headline, gap_counts, is_unranked, one_currency
from helpers.run.batch.orders import RowOrder, orders
from helpers.run.batch.whole import whole, whole_lines

MoneyKind = tuple[str, int]  # currency and days of the window: money that can be compared
EntryFigures = Callable[[Entry], list[float | None]]


@dataclass(frozen=True)
class Axes:
    """The axes of the columns; money of each kind has its own."""

    nps: Axis
    gap: dict[MoneyKind, Axis]
    value: dict[MoneyKind, Axis]


def index_page(name: str, entries: Sequence[Entry], words: Words, trends: Mapping[str, tuple[bytes, str]]) -> str:
    """The page: the finding, charts over time, then the rows, in one order open and in the others folded.

    It makes no request, runs no script, and has a content security policy that allows neither. `trends`: name of
    a chart (its CSV lies beside the page) → its PNG and its text alternative.
    """
    together = whole(entries, words)
    done = [*([together] if together else []), *finished(entries)]
    axes = Axes(
        axis(end for entry in done for end in _ends(entry.nps)), _money_axes(done, _gap_ends), _money_axes(done, _means)
    )
    periods = {entry.report(words).period for entry in done}
    tables = _tables(entries, words, axes, together)
    return rendered(
        "index.html.j2",
        name=name,
        headline=batch_headline(entries, words),
        counted=_counted(entries, words),
        notes=list(dict.fromkeys(entry.settings.note for entry in entries if entry.settings.note)),
        trends={name: (b64encode(image).decode("ascii"), alt) for name, (image, alt) in trends.items()},
        value_head=words.say("page_value", period=min(periods)) if len(periods) == 1 else words.say("index_value"),
        axes=_ticks(axes, words),
        tables=tables,
        targets=aims_grid(entries, words),
        widest=_widest([row for table in tables for row in table["rows"]], words),
        lines=[*_lines(entries, words), *whole_lines(entries, words)],
        segments=[(segment, words.say(f"segment_{segment}")) for segment in SEGMENTS],
        language=words.language,
        say=words.say,
        **_frame(name, entries, words),
    )


def _counted(entries: Sequence[Entry], words: Words) -> list[str]:
    """How many reports show a gap, and why they are not ranked where they are not."""
    unranked = [words.say("index_unranked", n=len(finished(entries)))] if is_unranked(entries) else []
    return [line for line in (gap_counts(entries, words), *unranked) if line]


def _tables(entries: Sequence[Entry], words: Words, axes: Axes, together: Entry | None) -> list[dict[str, Any]]:
    """The rows in each of their orders; that of all groups together stands above them."""
    drawn, everybody = drawn_batch(entries), of_everybody(entries)
    told_period = len({entry.report(words).period for entry in finished(entries)}) > 1
    rows = {id(entry): _row(entry, words, axes, drawn, told_period) for entry in entries}
    for entry in everybody:
        rows[id(entry)]["of"] = words.say("index_everybody")
    above = [_row(together, words, axes, drawn, told_period) | {"link": "", "whole": True}] if together else []
    return [_table(order, [*above, *(rows[id(entry)] for entry in order.entries)], words) for order in orders(entries)]


def _table(order: RowOrder, rows: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    return {"caption": words.say(order.key), "rows": rows}


def _frame(name: str, entries: Sequence[Entry], words: Words) -> dict[str, str]:
    """Head and foot of the page, and its style."""
    failed = len(entries) - len(finished(entries))
    today = datetime.now(entries[0].settings.zone).date()
    return {
        "title": words.say("index_title", name=name),
        "counts": words.say("index_counts", n=len(entries), failed=failed),
        "made": words.say("page_made", day=today.isoformat()),
        "style": style() + (TEMPLATES / "index.css").read_text(encoding="utf-8"),
    }


def _ends(figure: Estimate) -> list[float | None]:
    return [figure.estimate, figure.low, figure.high]


def _gap_ends(entry: Entry) -> list[float | None]:
    return _ends(entry.gap(entry.measure))


def _means(entry: Entry) -> list[float | None]:
    return [entry.mean(segment, entry.measure) for segment in SEGMENTS]


def _is_by_ltv(entry: Entry) -> bool:
    """Whether a row's money is purchases alone, without word of mouth."""
    return entry.measure == "ltv" and any(mean is not None for mean in _means(entry))


def _kind(entry: Entry) -> MoneyKind:
    return entry.settings.currency, entry.settings.window_days


def _money_axes(done: Sequence[Entry], figures: EntryFigures) -> dict[MoneyKind, Axis]:
    """One axis for all rows whose money can be compared."""
    kinds = dict.fromkeys(map(_kind, done))
    return {kind: axis(value for entry in done if _kind(entry) == kind for value in figures(entry)) for kind in kinds}


def _ticks(axes: Axes, words: Words) -> dict[str, list[tuple[float, str]]]:
    """Places and words of each column's ticks; none where its rows have several axes."""
    scores = axes.nps.ticks if axes.gap else []  # without a report there is none
    ticks = {"nps": [(axes.nps.place(tick), points_worded(words)(tick)) for tick in scores]}
    for name, kinds in (("gap", axes.gap), ("value", axes.value)):
        currency = next(iter(kinds), ("", 0))[0]
        money = Words(words.language, currency).money
        places = [(shared, tick) for shared in kinds.values() for tick in shared.ticks] if len(kinds) == 1 else []
        ticks[name] = [(shared.place(tick), money(tick)) for shared, tick in places]
    return ticks


def _row(entry: Entry, words: Words, axes: Axes, drawn: DrawnBatch, told_period: bool) -> dict[str, Any]:
    settings = entry.settings
    row = {"report": settings.report_name, "as_of": words.day(settings.as_of), "error": entry.error}
    if entry.error:
        return row | {"language": settings.language}
    local, measure, kind = Words(words.language, settings.currency), entry.measure, _kind(entry)
    about = [words.say("measure_ltv")] if _is_by_ltv(entry) else []
    return row | {
        "link": f"../{quote(settings.report_name)}/{PAGE}",
        "answers": words.count(entry.answers),
        "customers": words.say("index_customers", n=entry.customers) if entry.customers else "",
        "nps": _cell(entry.nps, points_worded(words), axes.nps, words)
        | {"drawn": _drawn(drawn.nps.of(entry), points_worded(words), words)},
        "gap": _cell(_with_ends(entry.gap(measure)), local.money, axes.gap[kind], words)
        | {"drawn": _drawn(_with_ends(drawn.gap.of(entry)), local.money, words)},
        "values": [_value(entry.mean(segment, measure), segment, axes.value[kind], local) for segment in SEGMENTS],
        "about": " · ".join([*about, entry.report(words).period] if told_period else about),
    }


def _with_ends(gap: Estimate) -> Estimate:
    """A gap whose ends are told in no fewer digits than it is."""
    return Estimate(gap.estimate, *ends_beside("money", gap.estimate, gap.low, gap.high))


def _cell(figure: Estimate, shown: Worded, on: Axis, words: Words) -> dict[str, Any]:
    """A figure's words and its mark."""
    has_ends = figure.low is not None and figure.high is not None
    span = words.say("index_span", low=shown(figure.low), high=shown(figure.high)) if has_ends else ""
    return {"text": shown(figure.estimate), "span": span, "mark": mark(figure, on)}


def _drawn(figure: Estimate, shown: Worded, words: Words) -> str:
    """A group's figure drawn together, in words; empty where there is none."""
    ends = {"figure": shown(figure.estimate), "low": shown(figure.low), "high": shown(figure.high)}
    return "" if figure.estimate is None else words.say("index_row_drawn", **ends)


def _value(mean: float | None, segment: str, on: Axis, words: Words) -> dict[str, Any]:
    cell = _cell(Estimate(mean, None, None), words.money, on, words)
    return {"segment": segment, "label": words.say(f"segment_{segment}"), **cell}


def _widest(rows: Sequence[Mapping[str, Any]], words: Words) -> int:
    """Letters that the money of a segment takes at most, so that the marks beside it begin at one place in all rows."""
    texts = [value["text"] for row in rows for value in row.get("values", ())]
    heads = [words.say(f"segment_{segment}") for segment in SEGMENTS]
    return max(sum(1 + (east_asian_width(letter) in "WF") for letter in text) for text in (*texts, *heads)) + 1


def _lines(entries: Sequence[Entry], words: Words) -> list[str]:
    """What has to be known to read the rows: intervals, axes, what is left out."""
    done = finished(entries)
    levels = {entry.settings.confidence for entry in done}
    lines = [words.say("index_lines", level=words.percent(levels.pop()))] if len(levels) == 1 else []
    lines += [words.say("index_drawn_line")] if customer_groups(entries) else []
    lines += answer_lines(done, words)
    lines += [words.say("index_scales")] if done and not one_currency(done) else []
    lines += [words.say("index_ltv")] if any(map(_is_by_ltv, done)) else []
    hidden = any(None in (entry.gap(entry.measure).estimate, *_means(entry)) for entry in done)
    return [*lines, words.say("index_hidden")] if hidden else lines
