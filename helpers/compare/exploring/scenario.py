"""What if: some detractors become like passives, some passives like promoters (METHOD §5, as the value of a point)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from helpers.base.normal import quantile_of_normal
from helpers.base.results import SEGMENTS, Estimate, is_seen
from helpers.collect.nps import nps_from_counts
from helpers.compare.adjustment.likeness import AdjustedGaps, LikeWithLike
from helpers.compare.exploring.filtered import drawn_gap
from helpers.compare.exploring.redrawn import ANSWERED_COLUMNS, Assumptions, Redrawn
from helpers.compare.figures import UNANCHORED, Figures

MOVERS = {"detractor": "passive_detractor", "passive": "promoter_passive"}  # who moves → the gap that each closes


@dataclass(frozen=True)
class Moving:
    """Which share of the detractors becomes like passives, and of the passives like promoters."""

    detractor: float = 0.0
    passive: float = 0.0


@dataclass(frozen=True)
class WhatIf:
    """A run with other assumptions and moves; money of the window, in units of the currency."""

    nps: Estimate  # −1…1, as answered
    nps_then: Estimate  # after the moves
    customers: int
    movers: float  # customers who move, if the others are as those who answered
    ltv_total: float  # of all customers under the assumptions, before any moves
    measure: str  # by what the gains are: ``value`` or ``ltv``
    gains: Mapping[str, Estimate | None]  # ``plain`` and ``adjusted``: what more the moves would bring

    def total_then(self, basis: str) -> Estimate | None:
        """What all customers would bring."""
        gain = self.gains[basis]
        if not gain or gain.estimate is None:
            return gain
        ends = (None if end is None else self.ltv_total + end for end in (gain.estimate, gain.low, gain.high))
        return Estimate(*ends)

    def budget_each(self, basis: str) -> Estimate | None:
        """What may be spent on each who moves before it costs more than it brings; ``None`` where nobody does."""
        gain = self.gains[basis]
        return gain.times(1 / self.movers) if gain and self.movers else None


def what_if(drawn: Redrawn, even: LikeWithLike | None, assumed: Assumptions, moves: Moving) -> WhatIf:
    """NPS, and what all customers would bring, if those who move came to buy like their new segment.

    Shares are of all answers; a detractor who moves is a passive then and no promoter. Of N customers the gain is
    N × (x p_D (V_N − V_D) + y p_N (V_P − V_N)): plain by the segments' means, drawn anew in each resample with the
    shares; like with like by the effects on those who move (`like_with_like`), which the margin stretches with the
    purchases and θ, k and L̄ with word of mouth. Of these two their errors are added (as if one went with the other,
    which makes the interval wider than it need be), and the error of the shares with them as independent.
    """
    settings = assumed.settings(drawn.basis.settings)
    counts = [float(drawn.sums(assumed)[name]) for name in ANSWERED_COLUMNS]
    n, customers = sum(counts), int(drawn.basis.persons["in_crm"].sum())
    shares = dict(zip(SEGMENTS, np.array(counts) / n if n else np.full(3, np.nan), strict=True))
    moved = {name: getattr(moves, name) * shares[name] for name in MOVERS}
    measure = "value" if settings.conversion != UNANCHORED and settings.window_days else "ltv"
    gains = {
        "plain": _plain(drawn, assumed, moves, measure, customers),
        "adjusted": _adjusted(drawn, even, assumed, moves, measure, (shares, n, customers)) if even else None,
    }
    total = float(drawn.sums(assumed)["ltv"])
    now, then = _scores(counts, moves, settings.confidence)
    return WhatIf(now, then, customers, customers * sum(moved.values()), total, measure, gains)


def _scores(counts: list[float], moves: Moving, confidence: float) -> tuple[Estimate, Estimate]:
    """NPS now, and after the moves: the mean of what each answer would count then, by the normal."""
    now = nps_from_counts(*map(int, counts), confidence=confidence)
    today = Estimate(now.value, now.low, now.high)
    if moves == Moving() or not now.n:
        return today, today
    worth = np.array([moves.detractor - 1, moves.passive, 1.0])
    share = np.array(counts) / now.n
    value = float(share @ worth)
    half = quantile_of_normal(confidence) * np.sqrt(max(float(share @ worth**2) - value**2, 0.0) / now.n)
    return today, Estimate(value, max(value - half, -1.0), min(value + half, 1.0))


def _plain(drawn: Redrawn, assumed: Assumptions, moves: Moving, measure: str, customers: int) -> Estimate | None:
    there, redrawn = (
        customers * _gain(drawn.figures(assumed, drawn=each), drawn.sums(assumed, drawn=each), moves, measure)
        for each in (False, True)
    )
    if not np.isfinite(there):
        return None
    fewest = min(float(drawn.sums(assumed)[f"matched_{segment}"]) for segment in SEGMENTS)
    return drawn_gap(float(there), redrawn, max(fewest - 1, 1), drawn.basis.settings.confidence)


def _gain(found: Figures, sums: Mapping[str, np.ndarray], moves: Moving, measure: str) -> np.ndarray:
    """Of one customer, by the segments' means."""
    means, n = found.means[measure], sum(sums[name] for name in ANSWERED_COLUMNS)
    moved = {name: getattr(moves, name) * sums[f"answered_{name}"] / n for name in MOVERS}
    return np.asarray(
        moved["detractor"] * (means["passive"] - means["detractor"])
        + moved["passive"] * (means["promoter"] - means["passive"])
    )


def _adjusted(
    drawn: Redrawn,
    even: LikeWithLike,
    assumed: Assumptions,
    moves: Moving,
    measure: str,
    among: tuple[Mapping[str, float], float, int],
) -> Estimate | None:
    """By the effects on those who move; ``None`` where one that is needed is not known."""
    shares, n, customers = among
    effects = {name: _effect(drawn, even.pairs[pair], assumed, measure) for name, pair in MOVERS.items()}
    used = {name: effect for name, effect in effects.items() if getattr(moves, name)}
    if any(effect is None for effect in used.values()):
        return None
    moved = {name: (getattr(moves, name), *effect) for name, effect in used.items() if effect}
    gain = sum(share * shares[name] * effect for name, (share, effect, _) in moved.items())
    half = sum(share * shares[name] * ends for name, (share, _, ends) in moved.items())
    first = sum(share * effect * shares[name] for name, (share, effect, _) in moved.items())
    second = sum((share * effect) ** 2 * shares[name] for name, (share, effect, _) in moved.items())
    of_shares = quantile_of_normal(drawn.basis.settings.confidence) * np.sqrt(max(second - first**2, 0.0) / n)
    whole = float(np.hypot(half, of_shares))
    return Estimate(*(float(customers * end) for end in (gain, gain - whole, gain + whole)))


def _effect(drawn: Redrawn, gaps: AdjustedGaps, assumed: Assumptions, measure: str) -> tuple[float, float] | None:
    """Effect on one who moves under the assumptions, and half of its interval.

    That of LTV grows with the margin, for costs are none of it; that of LRV with θ k L̄. How their errors go together
    is that of their sum in the run.
    """
    by_ltv, by_lrv, by_value = (_ends(gaps.of(one).moved) for one in ("ltv", "lrv", "value"))
    if by_ltv is None:
        return None
    rate = assumed.settings(drawn.basis.settings).gross_margin_rate / drawn.basis.settings.gross_margin_rate
    if measure == "ltv":
        return rate * by_ltv[0], rate * by_ltv[1]
    now, base = (_of_one(drawn, one) for one in (assumed, Assumptions()))
    if by_lrv is None or by_value is None or not base:
        return (rate * by_ltv[0], rate * by_ltv[1]) if not now else None
    word = now / base
    both = (by_value[1] ** 2 - by_ltv[1] ** 2 - by_lrv[1] ** 2) / 2
    spread = (rate * by_ltv[1]) ** 2 + (word * by_lrv[1]) ** 2 + 2 * rate * word * both
    return rate * by_ltv[0] + word * by_lrv[0], float(np.sqrt(max(spread, 0.0)))


def _of_one(drawn: Redrawn, assumed: Assumptions) -> float:
    """LRV of one recommendation."""
    found, settings = drawn.figures(assumed).referral, assumed.settings(drawn.basis.settings)
    return float(settings.incremental_share * found.conversion * found.influence_factor * found.ltv_per_customer)


def _ends(gap: Estimate | None) -> tuple[float, float] | None:
    """Estimate and half of its interval."""
    if not is_seen(gap) or gap.estimate is None or gap.low is None or gap.high is None:
        return None
    return gap.estimate, (gap.high - gap.low) / 2
