"""Targets: figure, target, distance, and whether the figure's interval leaves open that the target is met."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.base.digits import money_place, share_place
from helpers.base.results import Estimate, is_seen
from helpers.base.words import MISSING, Words
from helpers.compare.goals import GAP_GOALS, LOWER_IS_BETTER, SCORE_GOALS, Attainment
from helpers.report.context import Context, section
from helpers.report.parts import Part

TARGET_HEADS = ("figure", "owner", "attained", "now", "target", "distance")


@section
def targets(report: Context, found: Mapping[str, Attainment]) -> Iterable[Part | None]:
    """Each figure beside its target; that there are none."""
    if not found:
        yield report.text(report.say("target_none"), kind="missing")
        return
    yield report.text(targets_line(report, found))
    rows = [list(target_cells(report.words, name, one).values()) for name, one in found.items()]
    yield report.table(TARGET_HEADS, rows, report.say("target_caption"), texts=3)
    yield report.text(*_notes(report, found))


def targets_line(report: Context, found: Mapping[str, Attainment]) -> str | None:
    """Where the shop stands to its targets, in a sentence or two; nothing where it set none."""
    if not found:
        return None
    states = [one.state for one in found.values()]
    if len(found) == 1:
        ((name, one),) = found.items()
        return report.say(f"target_one_{one.state}", **_named(report, name, one))
    counts = {"met": states.count("met"), "missed": states.count("missed")}
    said = report.say("target_counts", n=len(found), rest=len(found) - sum(counts.values()), **counts)
    order = ("missed", "open", "bare", "met", "unknown")
    ranked = sorted(found, key=lambda name: order.index(found[name].state))
    return report.join(said, *(_short(report, name, found[name]) for name in ranked))


def _short(report: Context, name: str, one: Attainment) -> str:
    """A target in few words."""
    return report.say("target_short", **_named(report, name, one))


def _named(report: Context, name: str, one: Attainment) -> dict[str, str]:
    """Its cells, and who is in charge of it."""
    owner = report.say("target_owner", owner=one.owner) if one.owner else ""
    return target_cells(report.words, name, one) | {"owner": owner}


def _notes(report: Context, found: Mapping[str, Attainment]) -> Iterable[str]:
    """Which way is better, and what many intervals at once mean."""
    if set(found) & set(LOWER_IS_BETTER):
        yield report.say("target_lower")
    if any(name in GAP_GOALS for name in found):
        yield report.say("target_gaps")
    if len(found) > 1:
        yield report.say("target_many")


def target_name(words: Words, name: str) -> str:
    """A figure's name in words."""
    if name in SCORE_GOALS:
        return words.say("target_nps_plain" if name == "nps" else "target_nps_weighted")
    if name not in GAP_GOALS:
        return words.say(f"kpi_{name}")
    measure, pair = GAP_GOALS[name]
    return words.say("target_gap", measure=words.say(f"measure_{measure}"), pair=words.say(f"pair_{pair}"))


def target_state(words: Words, one: Attainment) -> str:
    """Whether a target is reached, in words."""
    return MISSING if one.state == "unknown" else words.say(f"target_{one.state}")


def target_cells(words: Words, name: str, one: Attainment) -> dict[str, str]:
    """One of the `TARGET_HEADS` → its cell, in words; the distance is that of the figures told."""
    figure = one.figure if is_seen(one.figure) else Estimate(None, None, None)
    told = _told(words, name, figure)
    cells = (target_state(words, one), told.now(), told.target(one.target), told.distance(one.target))
    return dict(zip(TARGET_HEADS, (target_name(words, name), one.owner, *cells), strict=True))


@dataclass(frozen=True)
class _Told:
    """How a figure and what stands beside it are told, in one unit."""

    words: Words
    name: str
    estimate: float | None
    ends: list[str]

    def now(self) -> str:
        estimate, low, high = self.ends
        return estimate if MISSING in (low, high) else self.words.say("target_now", now=estimate, low=low, high=high)

    def target(self, target: float) -> str:
        if self.name in SCORE_GOALS:
            return self.words.points(target / 100)
        return self.words.money(target) if self.name in GAP_GOALS else self.words.percent(target)

    def distance(self, target: float) -> str:
        if not is_seen(self.estimate):
            return MISSING
        if self.name in GAP_GOALS:
            return self._money(target)
        scale, places = (1.0, 0) if self.name in SCORE_GOALS else _share_scale(self.estimate, target)
        apart = round(round(scale * self.estimate, places) - round(scale * target, places), places)
        return self.words.say("target_points", n=_signed(self.words.decimal(apart), apart))

    def _money(self, target: float) -> str:
        assert self.estimate is not None, "asked before"
        place = min(money_place(self.estimate), money_place(target))
        apart = round(self.estimate, -place) - round(target, -place)
        return _signed(self.words.money(apart), apart)


def _share_scale(share: float, target: float) -> tuple[float, int]:
    """Per cent, and the decimals that two shares are told with."""
    return 100.0, -2 - min(share_place(share), share_place(target))


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 else text


def _told(words: Words, name: str, figure: Estimate) -> _Told:
    if name in SCORE_GOALS:
        points = [None if end is None else end / 100 for end in (figure.estimate, figure.low, figure.high)]
        return _Told(words, name, figure.estimate, [words.points(end) for end in points])
    form = "money" if name in GAP_GOALS else "percent"
    return _Told(words, name, figure.estimate, words.with_ends(form, figure.estimate, figure.low, figure.high))
