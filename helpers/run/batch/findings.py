"""Findings across the reports of a batch: how NPS and the gap run from one report to another, or over time."""

from collections.abc import Callable, Sequence

from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.report.phrasing import direction
from helpers.run.batch.entries import Entry, common_measure, finished, over_time

EntryFigure = Callable[[Entry], Estimate]
_CHANGE = {"nps": "index_nps_change", "gap": "index_gap_change"}
_RANGE = {"nps": "index_nps_range", "gap": "index_gap_range"}
_SAME = {"nps": "index_nps_same", "gap": "index_gap_same"}
_ONE = {"nps": "index_nps_one", "gap": "index_gap_one"}


def batch_headline(entries: Sequence[Entry], words: Words) -> str:
    """The finding in a sentence or two: from the first to the last date, or from the lowest to the highest."""
    done = finished(entries)
    if not done:
        return words.say("index_none")
    measure = common_measure(done)
    figures: dict[str, EntryFigure] = {"nps": lambda entry: entry.nps, "gap": lambda entry: entry.gap(measure)}
    if not one_currency(done):
        figures.pop("gap")  # no range across currencies
    dated = over_time(done)
    make = _change if dated else _range
    said = filter(None, (make(name, figure, dated or done, words) for name, figure in figures.items()))
    headline = done[0].report(words).join(*said)
    if dated and headline:
        return words.say("index_change", start=dated[0].settings.as_of, end=dated[-1].settings.as_of, figures=headline)
    return headline or words.say("index_unknown")


def gap_counts(entries: Sequence[Entry], words: Words) -> str:
    """In how many reports the gap's interval lies above zero, below it, or holds it; empty where none is known."""
    gaps = [entry.gap(entry.measure) for entry in finished(entries)]
    said = [direction(gap) for gap in gaps if gap.estimate is not None]
    counts = {name: said.count(name) for name in ("more", "less", "unclear")}
    if len(said) < 2:
        return ""
    if counts["more"] == len(said):
        return words.say("index_gaps_more", n=len(said))
    return words.say("index_gaps", n=len(said), **counts)


def one_currency(entries: Sequence[Entry]) -> bool:
    """Whether all figures of money can be compared: one currency, and windows of one length."""
    return len({(entry.settings.currency, entry.settings.window_days) for entry in entries}) == 1


def _change(name: str, figure: EntryFigure, dated: Sequence[Entry], words: Words) -> str:
    """From the first date to the last; nothing where the figure is not known at both."""
    first, last = figure(dated[0]), figure(dated[-1])
    if first.estimate is None or last.estimate is None:
        return ""
    return words.say(_CHANGE[name], **_figures("first", first, name), **_figures("last", last, name))


def _range(name: str, figure: EntryFigure, done: Sequence[Entry], words: Words) -> str:
    values = {entry.settings.report_name: value for entry in done if (value := figure(entry).estimate) is not None}
    if len(values) < 2:
        only = next((figure(entry) for entry in done if figure(entry).estimate is not None), None)
        return words.say(_ONE[name], **_figures("only", only, name)) if only else ""
    low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    ends = {"low": _share(values[low], name), "high": _share(values[high], name)}
    shown = words.points if name == "nps" else words.money
    if shown(ends["low"]) == shown(ends["high"]):
        return words.say(_SAME[name], all=ends["low"], n=len(values))
    return words.say(_RANGE[name], low_report=low, high_report=high, **ends)


def _figures(label: str, figure: Estimate, name: str) -> dict[str, float | None]:
    """A figure and the ends of its interval as the sentences name them."""
    ends = {label: figure.estimate, f"{label}_low": figure.low, f"{label}_high": figure.high}
    return {key: _share(value, name) for key, value in ends.items()}


def _share(value: float | None, name: str) -> float | None:
    """NPS as words take it, −1…1; money as it is."""
    return value / 100 if name == "nps" and value is not None else value
