"""Findings across the reports of a batch: where promoters are worth more, what tells groups apart, or the change."""

from collections.abc import Callable, Sequence

from helpers.base.results import Estimate
from helpers.base.words import Words, ends_beside
from helpers.report.phrasing import direction
from helpers.run.batch.changes import EntryPair, dated_change, gap_covariance, nps_covariance
from helpers.run.batch.drawn import DrawnBatch, drawn_batch
from helpers.run.batch.entries import Entry, common_measure, finished, over_time

FIGURES = ("nps", "gap")
_LEAST_CHANGED = 2  # dates between which a figure can change
_ONE = {"nps": "index_nps_one", "gap": "index_gap_one"}
_APART = {"nps": "index_nps_apart", "gap": "index_gap_apart"}
_ALIKE = {"nps": "index_nps_alike", "gap": "index_gap_alike"}
_IN_ALL = {"more": "index_gaps_all_more", "less": "index_gaps_all_less"}
_IN_SOME = {"more": "index_gaps_more", "less": "index_gaps_less"}
_CHANGED = {"nps": "index_nps_changed", "gap": "index_gap_changed"}
_UNCHANGED = {"nps": "index_nps_unchanged", "gap": "index_gap_unchanged"}
_Covariance = Callable[[EntryPair], float]
_COVARIANCE: dict[str, _Covariance] = {"nps": nps_covariance, "gap": gap_covariance}


def batch_headline(entries: Sequence[Entry], words: Words) -> str:
    """The finding in a few sentences: the change over time, or where there is a gap, and what tells groups apart."""
    done = finished(entries)
    if not done:
        return words.say("index_none")
    dated = over_time(done, _LEAST_CHANGED)
    if dated:
        said = [_change(name, dated, words) for name in FIGURES]
    elif len(done) == 1:
        said = [_one(name, done[0], words) for name in FIGURES]
    else:
        said = [gaps_told(done, words), *_between(drawn_batch(done), words)]
    told = [text for text in said if text]
    return done[0].report(words).join(*told) if told else words.say("index_unknown", n=len(done))


def gaps_told(entries: Sequence[Entry], words: Words) -> str:
    """In how many reports the gap's interval lies above zero, below it, or holds it; empty with fewer than two gaps.

    Of groups drawn together, these figures count, and no report besides.
    """
    drawn = drawn_batch(entries).gap.by_report
    gaps = [*drawn.values()] or [entry.gap(entry.measure) for entry in finished(entries)]
    said = [direction(gap) for gap in gaps if gap.estimate is not None]
    more, less, n = said.count("more"), said.count("less"), len(said)
    if n < 2:
        return ""
    of = words.say("index_of_groups" if drawn else "index_of_reports", n=n)
    if more and less:
        return words.say("index_gaps_both", of=of, more=more, less=less, unclear=n - more - less)
    if not more and not less:
        return words.say("index_gaps_unclear", of=of)
    side = "more" if more else "less"
    return words.say((_IN_ALL if n in (more, less) else _IN_SOME)[side], of=of, some=more or less)


def gap_counts(entries: Sequence[Entry], words: Words) -> str:
    """How many reports show a gap and how many do not; where the headline tells a change, where their gaps lie too."""
    done = finished(entries)
    shown = sum(entry.gap(entry.measure).estimate is not None for entry in done)
    if len(done) < 2:
        return ""
    told = gaps_told(done, words) if over_time(done, _LEAST_CHANGED) else ""
    key = "index_gap_everywhere" if shown == len(done) else "index_gap_some" if shown else "index_gap_nowhere"
    counted = words.say(key, n=len(done), shown=shown, hidden=len(done) - shown)
    return done[0].report(words).join(*filter(None, (told, counted)))


def is_unranked(entries: Sequence[Entry]) -> bool:
    """Whether several reports stand side by side that are neither dates nor groups to rank."""
    done = finished(entries)
    drawn = drawn_batch(done)
    return len(done) > 1 and not over_time(done, _LEAST_CHANGED) and not (drawn.nps.by_report or drawn.gap.by_report)


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


def _between(drawn: DrawnBatch, words: Words) -> list[str]:
    """What the groups drawn together let one say of one and another; nothing where they are not ranked."""
    figures = {name: figure for name, figure in (("gap", drawn.gap), ("nps", drawn.nps)) if figure.by_report}
    pairs = {name: figure.told_apart() for name, figure in figures.items()}
    if len(figures) == len(FIGURES) and not any(pairs.values()):
        return [words.say("index_both_alike")]
    return [_pair(name, pair, words) for name, pair in pairs.items()]


def _pair(name: str, pair: tuple[tuple[str, Estimate], tuple[str, Estimate]] | None, words: Words) -> str:
    if pair is None:
        return words.say(_ALIKE[name])
    (low_report, low), (high_report, high) = pair
    ends = _figures("low", low, name) | _figures("high", high, name)
    return words.say(_APART[name], low_report=low_report, high_report=high_report, **ends)


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
