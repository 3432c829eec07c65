"""Who moved from one segment to another between two waves, and what they brought before and after (METHOD §7)."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.intervals import Moments, moments
from helpers.base.results import SEGMENTS, Estimate, Support, behind, public, told_by
from helpers.compare.basis import Basis
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.ltv import ltv

ONCE = "once"


@dataclass(frozen=True)
class Move:
    """Customers who went from one segment to another between the last but one wave and the last; money in units."""

    before: str = public()
    after: str = public()
    n: int = told_by("moves")
    ltv_before: float | None = told_by("moves")  # their mean LTV in the window before the window
    ltv_after: float | None = told_by("moves")  # in the window
    change: Moments | None = told_by("moves", published=False)  # of each one's LTV after less before

    @property
    def cell(self) -> str:
        """Its cell in the support."""
        return f"{self.before} {self.after}"


@dataclass(frozen=True)
class Moves:
    """The nine moves, and all customers by move (or ``once``) within the segment they are in now."""

    moves: tuple[Move, ...]
    support: Support | None = behind()

    def anybody(self) -> bool:
        """Whether anybody moved or stayed, shown or not."""
        return any(move.n != 0 for move in self.moves)


def moves(basis: Basis) -> Moves | None:
    """The nine moves between two segments with mean LTV before and after; ``None`` where nobody answered twice.

    Counted are those who were customers before the window, and so had an LTV in both. None either where
    the purchases do not cover the window before, or there is no such window.
    """
    rows, answers, settings, start = basis.rows, basis.answers, basis.settings, basis.settings.window_start
    if answers is None or start is None or settings.window == "after" or not basis.window_before_covered:
        return None
    known = answers.dropna(subset="customer_id")
    alone = known[~known["customer_id"].duplicated(keep=False)]  # of several contacts none moved the customer
    twice = alone.dropna(subset="segment_before")[["customer_id", "segment_before"]]
    old = rows[rows["acquired_on"].notna() & (rows["acquired_on"] < pd.Timestamp(start))]
    both = old.merge(twice, on="customer_id", how="inner", validate="one_to_one")
    if both.empty:
        return None
    then = settings.model_copy(update={"as_of": start})
    before = ltv(both.assign(net_amount=both["net_amount_before"]), then)
    worth = pd.DataFrame({"ltv_before": before, "ltv_after": ltv(both, settings)})
    name = both["segment_before"] + " " + both["segment"]
    others = rows[~rows["customer_id"].isin(both["customer_id"])]
    once = pd.DataFrame({"ltv_after": ltv(others, settings)})
    support = Support(
        pd.concat([name, pd.Series(ONCE, index=others.index)], ignore_index=True),
        pd.concat([worth, once], ignore_index=True),
        pd.concat([both["segment"], others["segment"]], ignore_index=True),
    )
    cells = [(before, after) for before in SEGMENTS for after in SEGMENTS]
    return Moves(tuple(_move(*cell, worth[name == " ".join(cell)]) for cell in cells), support)


def _move(before: str, after: str, some: pd.DataFrame) -> Move:
    if some.empty:
        return Move(before, after, 0, None, None, None)
    before_mean, after_mean = (float(some[column].mean()) for column in ("ltv_before", "ltv_after"))
    change = moments((some["ltv_after"] - some["ltv_before"]).to_numpy())
    return Move(before, after, len(some), before_mean, after_mean, change)


def against_stayed(moved: Moves, confidence: float) -> dict[str, Estimate | None]:
    """Move → change of LTV of those who moved less that of those who stayed in the segment that they came from.

    Of moves that may be shown; ``None`` where one of the two is not seen. Who moved was elsewhere than usual in
    one of the waves, so part of the difference is regression to the mean (Barnett, van der Pols & Dobson 2005,
    International Journal of Epidemiology 34).

    Examples
    --------
    >>> stayed = Move("passive", "passive", 9, 1.0, 1.0, Moments(9, 0.0, 1.0, 0.0))
    >>> up = Move("passive", "promoter", 9, 1.0, 4.0, Moments(9, 3.0, 1.0, 0.0))
    >>> against_stayed(Moves((stayed, up)), 0.95)["passive promoter"].estimate
    3.0
    """
    stayed = {move.before: move.change for move in moved.moves if move.before == move.after}
    return {
        move.cell: _less(move.change, stayed.get(move.before), confidence)
        for move in moved.moves
        if move.before != move.after
    }


def _less(change: Moments | None, stayed: Moments | None, confidence: float) -> Estimate | None:
    return welch_gap(change, stayed, confidence) if change and stayed else None
