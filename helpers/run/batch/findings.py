"""Findings across the reports of a batch: groups ranked once they are drawn together, or the change over time."""

from collections.abc import Callable, Sequence

from helpers.base.results import Estimate
from helpers.base.words import Words, ends_beside
from helpers.report.phrasing import direction
from helpers.run.batch.changes import EntryPair, dated_change, gap_covariance, nps_covariance
from helpers.run.batch.drawn import DrawnFigure, drawn_batch
from helpers.run.batch.entries import Entry, common_measure, finished, over_time

FIGURES = ("nps", "gap")
_LEAST_CHANGED = 2  # dates between which a figure can change
_ONE = {"nps": "index_nps_one", "gap": "index_gap_one"}
_DRAWN = {"nps": "index_nps_drawn", "gap": "index_gap_drawn"}
_CHANCE = {"nps": "index_nps_chance", "gap": "index_gap_chance"}
_CHANGED = {"nps": "index_nps_changed", "gap": "index_gap_changed"}
_UNCHANGED = {"nps": "index_nps_unchanged", "gap": "index_gap_unchanged"}
_Covariance = Callable[[EntryPair], float]
_COVARIANCE: dict[str, _Covariance] = {"nps": nps_covariance, "gap": gap_covariance}


def batch_headline(entries: Sequence[Entry], words: Words) -> str:
    """The finding in a sentence or two: the change over time, or the groups as they are once drawn together."""
    done = finished(entries)
    if not done:
        return words.say("index_none")
    dated = over_time(done, _LEAST_CHANGED)
    if dated:
        said = [_change(name, dated, words) for name in FIGURES]
    elif len(done) == 1:
        said = [_one(name, done[0], words) for name in FIGURES]
    else:
        drawn = drawn_batch(done)
        figures = {"nps": drawn.nps, "gap": drawn.gap}
        said = [_drawn(name, figure, words) for name, figure in figures.items()]
    unknown = "index_unranked" if len(done) > 1 and not dated else "index_unknown"
    told = [text for text in said if text]
    return done[0].report(words).join(*told) if told else words.say(unknown, n=len(done))


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


def changed(name: str, dated: Sequence[Entry]) -> tuple[EntryPair, tuple[Estimate, Estimate], Estimate] | None:
    """First and last report at which NPS (in points) or the gap is known, the two figures, and the change.

    Parameters
    ----------
    name : str
        ``nps`` or ``gap``.
    dated : sequence of Entry
        In the order of their dates.
    """
    measure = common_measure(dated)
    figures = [(entry, entry.nps if name == "nps" else entry.gap(measure)) for entry in dated]
    known = [(entry, figure) for entry, figure in figures if figure.estimate is not None]
    if len(known) < 2:
        return None
    pair, ends = (known[0][0], known[-1][0]), (known[0][1], known[-1][1])
    return pair, ends, dated_change(pair, ends, _COVARIANCE[name](pair))


def _change(name: str, dated: Sequence[Entry], words: Words) -> str:
    """From the first date to the last at which the figure is known."""
    found = changed(name, dated)
    if found is None:
        return ""
    (first, last), ends, moved = found
    days = {"start": first.settings.as_of, "end": last.settings.as_of}
    keys = _UNCHANGED if direction(moved) == "unclear" else _CHANGED
    levels = {label: _share(end.estimate, name) for label, end in zip(("first", "last"), ends, strict=True)}
    return words.say(keys[name], **days, **levels, **_figures("change", moved, name))


def _drawn(name: str, figure: DrawnFigure, words: Words) -> str:
    """The lowest and the highest of the groups drawn together; nothing where they are not ranked."""
    if not figure.by_report:
        return ""
    (low_report, low), (high_report, high) = figure.lowest_and_highest
    n, figures = len(figure.by_report), [*figure.by_report.values()]
    if not figure.spread:
        widest = Estimate(low.estimate, min(map(_low, figures)), max(map(_high, figures)))
        return words.say(_CHANCE[name], n=n, **_figures("all", widest, name))
    ends = _figures("low", low, name) | _figures("high", high, name)
    ranked = words.say(_DRAWN[name], n=n, low_report=low_report, high_report=high_report, **ends)
    return ranked if figure.is_told_apart else words.say("index_drawn_unclear", ranked=ranked)


def _low(figure: Estimate) -> float:
    return float("nan") if figure.low is None else figure.low


def _high(figure: Estimate) -> float:
    return float("nan") if figure.high is None else figure.high


def _one(name: str, entry: Entry, words: Words) -> str:
    only = entry.nps if name == "nps" else entry.gap(entry.measure)
    return words.say(_ONE[name], **_figures("only", only, name)) if only.estimate is not None else ""


def _figures(label: str, figure: Estimate, name: str) -> dict[str, float | None]:
    """A figure and the ends of its interval as the sentences name them."""
    low, high = ends_beside("points" if name == "nps" else "money", figure.estimate, figure.low, figure.high)
    ends = {label: figure.estimate, f"{label}_low": low, f"{label}_high": high}
    return {key: _share(value, name) for key, value in ends.items()}


def _share(value: float | None, name: str) -> float | None:
    """NPS as words take it, −1…1; money as it is."""
    return value / 100 if name == "nps" and value is not None else value
