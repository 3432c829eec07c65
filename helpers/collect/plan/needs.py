"""What a survey is to find out, and how many customers have to be asked for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.base.results import SEGMENTS
from helpers.collect.plan import sizes
from helpers.collect.plan.bands import Earlier
from helpers.collect.settings import CollectSettings


@dataclass(frozen=True)
class Need:
    """Answers needed for one wish, and customers to ask for them at the expected response rate."""

    wish: str  # margin_worst (half promoters, half detractors), margin_expected (the expected shares), or gap
    wanted: float | None  # points of the NPS, or units of money; None where the settings want none
    answers: int | None
    ask: int | None
    reached: float | None  # by the answers expected of those who are asked: margin in points, or gap in money


@dataclass(frozen=True)
class Needs:
    """How many to ask, and why."""

    ask: int  # at most those who may be asked
    because: str  # ask (the setting), margin, gap (what needs the most), or all
    wished: int | None  # who would have to be asked for all wishes, or that `ask` names; None without any
    answers: float  # expected of those who are asked
    lines: tuple[Need, ...]


@dataclass(frozen=True)
class _Wish:
    """What is wanted of a figure, and how answers and the figure depend on each other."""

    name: str
    wanted: float | None
    answers_for: Callable[..., int | None]
    reached_by: Callable[..., float | None]
    known: Mapping[str, Any]

    def need(self, answers: float, response_rate: float) -> Need:
        needed = self.answers_for(self.wanted, **self.known) if self.wanted else None
        ask = None if needed is None else sizes.asks_for(needed, response_rate)
        return Need(self.name, self.wanted, needed, ask, self.reached_by(answers, **self.known))


def needs(eligible: int, before: Earlier | None, settings: CollectSettings) -> Needs:
    """How many of the customers who may be asked are asked (METHOD §1's variance; see `helpers.collect.plan.sizes`).

    `eligible` is the population of whom the score speaks; an earlier run tells shares and spreads that the
    settings do not name.
    """
    wishes = _wishes(max(eligible, 1), before, settings)
    wished, because = _largest([wish.need(1, settings.expected_response_rate) for wish in wishes], settings)
    ask = eligible if wished is None else min(wished, eligible)
    answers = ask * settings.expected_response_rate
    lines = [wish.need(answers, settings.expected_response_rate) for wish in wishes if answers]
    return Needs(ask, because, wished, answers, tuple(lines))


def _wishes(population: int, before: Earlier | None, settings: CollectSettings) -> list[_Wish]:
    """A margin of the score, at worst and by the shares that are expected; a gap in money where a spread is."""
    shares, spreads = _expected_shares(before, settings), _expected_spreads(before, settings)
    known = {"confidence": settings.confidence}
    of_score, by_segment = {**known, "population": population}, shares or dict.fromkeys(SEGMENTS, 1 / 3)
    margin = settings.wanted_margin, sizes.answers_for_margin, sizes.margin_of
    wishes = [_Wish("margin_worst", *margin, {**of_score, "variance": sizes.WORST_VARIANCE})]
    if shares:
        wishes.append(_Wish("margin_expected", *margin, {**of_score, "variance": sizes.variance_of(shares)}))
    if spreads:
        of_money = {**known, "spreads": spreads, "shares": by_segment}
        wishes.append(_Wish("gap", settings.wanted_gap, sizes.answers_for_gap, sizes.gap_of, of_money))
    return wishes


def _expected_shares(before: Earlier | None, settings: CollectSettings) -> dict[str, float] | None:
    if settings.expected_shares:
        return dict(zip(SEGMENTS, settings.expected_shares, strict=True))
    return before.shares() if before else None


def _expected_spreads(before: Earlier | None, settings: CollectSettings) -> dict[str, float] | None:
    if settings.expected_spread:
        return dict.fromkeys(SEGMENTS, settings.expected_spread)
    return before.spreads(settings) if before else None


def _largest(found: list[Need], settings: CollectSettings) -> tuple[int | None, str]:
    """Customers to ask for all wishes, and what needs the most; the expected margin counts in place of the worst."""
    if settings.ask:
        return settings.ask, "ask"
    asks = {need.wish.partition("_")[0]: need.ask for need in found}
    wanted = {wish: ask for wish, ask in asks.items() if ask is not None}
    because = max(wanted, key=lambda wish: wanted[wish], default="all")
    return wanted.get(because), because
