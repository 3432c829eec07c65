"""What a survey is to find out, and how many customers have to be asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS
from helpers.collect.plan.bands import Earlier
from helpers.collect.plan.sizes import (
    WORST_VARIANCE,
    answers_for_gap,
    answers_for_margin,
    asks_for,
    gap_of,
    margin_of,
    variance_of,
)


@dataclass(frozen=True)
class Need:
    """Answers needed for one wish, and customers to ask for them at the expected response rate.

    Attributes
    ----------
    wish : str
        ``margin_worst`` (half promoters, half detractors), ``margin_expected`` (the expected shares)
        or ``gap``.
    wanted : float or None
        Points of the NPS, or units of money; ``None`` where the settings want none.
    answers, ask : int or None
        ``None`` where nothing is wanted.
    reached : float or None
        What the answers expected of those who are asked give: margin in points, or gap in money.
    """

    wish: str
    wanted: float | None
    answers: int | None
    ask: int | None
    reached: float | None


@dataclass(frozen=True)
class Needs:
    """How many to ask, and why.

    Attributes
    ----------
    ask : int
        Customers to ask: at most those who may be asked.
    because : str
        ``ask`` (the setting), ``margin``, ``gap`` (what needs the most), or ``all``.
    wished : int or None
        Customers that would have to be asked for all wishes, or that `ask` names; ``None`` without any.
    answers : float
        Answers expected of those who are asked.
    lines : tuple of Need
    """

    ask: int
    because: str
    wished: int | None
    answers: float
    lines: tuple[Need, ...]


def needs(eligible: int, before: Earlier | None, settings: Settings) -> Needs:
    """How many of the customers who may be asked are asked (METHOD §1's variance; see `helpers.collect.plan.sizes`).

    Parameters
    ----------
    eligible : int
        Customers who may be asked: the population of whom the score speaks.
    before : Earlier or None
        An earlier run, for shares and spreads that the settings do not name.
    """
    shares, spreads = expected_shares(before, settings), expected_spreads(before, settings)
    population = max(eligible, 1)
    wishes = [_margin("margin_worst", WORST_VARIANCE, population, settings)]
    if shares:
        wishes.append(_margin("margin_expected", variance_of(shares), population, settings))
    margin = wishes[-1][1]
    gap = _gap(spreads, shares or _THIRDS, settings) if spreads else None
    asked = {"margin": _ask(margin, settings), "gap": _ask(gap, settings)}
    wished, because = _largest(asked, settings)
    ask = eligible if wished is None else min(wished, eligible)
    answers = ask * settings.expected_response_rate
    lines = [_margin_need(wish, answers, population, settings) for wish in wishes if answers]
    if spreads and answers:
        reach = gap_of(answers, spreads=spreads, shares=shares or _THIRDS, confidence=settings.confidence)
        lines.append(Need("gap", settings.wanted_gap, gap, _ask(gap, settings), reach))
    return Needs(ask, because, wished, answers, tuple(lines))


_THIRDS = dict.fromkeys(SEGMENTS, 1 / 3)


def expected_shares(before: Earlier | None, settings: Settings) -> dict[str, float] | None:
    """Share of each segment: as the settings expect, else of an earlier run, else unknown."""
    if settings.expected_shares:
        return dict(zip(SEGMENTS, settings.expected_shares, strict=True))
    return before.shares() if before else None


def expected_spreads(before: Earlier | None, settings: Settings) -> dict[str, float] | None:
    """Standard deviation of one customer's value by segment: as the settings expect, else of an earlier run."""
    if settings.expected_spread:
        return dict.fromkeys(SEGMENTS, settings.expected_spread)
    return before.spreads(settings) if before else None


def _margin(wish: str, variance: float, population: int, settings: Settings) -> tuple[str, int | None, float]:
    wanted, confidence = settings.wanted_margin, settings.confidence
    if not wanted:
        return wish, None, variance
    return wish, answers_for_margin(wanted, variance=variance, confidence=confidence, population=population), variance


def _margin_need(wish: tuple[str, int | None, float], answers: float, population: int, settings: Settings) -> Need:
    name, needed, variance = wish
    reach = margin_of(answers, variance=variance, confidence=settings.confidence, population=population)
    return Need(name, settings.wanted_margin, needed, _ask(needed, settings), reach)


def _gap(spreads: Mapping[str, float], shares: Mapping[str, float], settings: Settings) -> int | None:
    wanted = settings.wanted_gap
    if not wanted:
        return None
    return answers_for_gap(wanted, spreads=spreads, shares=shares, confidence=settings.confidence)


def _ask(answers: int | None, settings: Settings) -> int | None:
    return None if answers is None else asks_for(answers, settings.expected_response_rate)


def _largest(asked: Mapping[str, int | None], settings: Settings) -> tuple[int | None, str]:
    if settings.ask:
        return settings.ask, "ask"
    wanted = {wish: n for wish, n in asked.items() if n is not None}
    if not wanted:
        return None, "all"
    because = max(wanted, key=lambda wish: wanted[wish])
    return wanted[because], because
