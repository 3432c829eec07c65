"""Resamples of a run, drawn once: every figure asked for later is made of sums over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.named_draws import named_counts, numbers_of
from helpers.base.results import SEGMENTS
from helpers.compare.basis import Basis
from helpers.compare.figures import Figures, Sums, figures
from helpers.compare.lrv import features
from helpers.compare.ltv import acquisition_cost_due, retention_cost
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import is_new

REDRAWS = 400
_AT_ONCE = 5_000  # persons whose draws are held at a time
_MONEY = ("ltv", "ltv_base", *(f"ltv_{segment}" for segment in SEGMENTS))
ANSWERED_COLUMNS = tuple(f"answered_{segment}" for segment in SEGMENTS)


@dataclass(frozen=True)
class Assumptions:
    """What a run is taken to be with: a figure of somebody's own for each, or ``None`` as the run has it."""

    gross_margin_rate: float | None = None
    acquisition_cost: float | None = None  # of a new customer, whatever the run takes by channel or customer
    conversion: float | None = None
    incremental_share: float | None = None

    def settings(self, base: CompareSettings) -> CompareSettings:
        """The run's settings with these in their place; the cost is none of them, for it is of single customers."""
        named = ("gross_margin_rate", "conversion", "incremental_share")
        moved = {name: figure for name in named if (figure := getattr(self, name)) is not None}
        return base.model_copy(update=moved)


@dataclass(frozen=True)
class PartSums:
    """Sums of `features` with one part of LTV in its place: as they are, and in each resample."""

    there: Mapping[str, np.ndarray]
    drawn: Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False, repr=False)
class Redrawn:
    """A run's persons, how often each respondent is drawn, and the sums that all figures are made of."""

    basis: Basis
    places: np.ndarray  # of the matched respondents among the persons
    counts: np.ndarray  # of the matched respondents, shape (resamples, respondents)
    parts: Mapping[str, PartSums]  # bought, charged, kept, new
    own: Mapping[str, np.ndarray]  # the same of each customer

    def figures(self, assumed: Assumptions, *, drawn: bool = False) -> Figures:
        """All figures under other assumptions; `drawn`: in each resample."""
        return figures(self.sums(assumed, drawn=drawn), assumed.settings(self.basis.settings))

    def sums(self, assumed: Assumptions, *, drawn: bool = False) -> Sums:
        """Sums of `features` under other assumptions, and how many answered (`ANSWERED_COLUMNS`)."""
        parts = {name: part.drawn if drawn else part.there for name, part in self.parts.items()}
        rate, cost = assumed.gross_margin_rate, assumed.acquisition_cost
        rate = self.basis.settings.gross_margin_rate if rate is None else rate
        moved = {}
        for column in _MONEY:
            charged = parts["charged"][column] if cost is None else cost * parts["new"][column]
            moved[column] = rate * parts["bought"][column] - charged - parts["kept"][column]
        return {**parts["bought"], **moved}

    def ltv(self, assumed: Assumptions) -> np.ndarray:
        """LTV of each customer under other assumptions."""
        rate, cost = assumed.gross_margin_rate, assumed.acquisition_cost
        rate = self.basis.settings.gross_margin_rate if rate is None else rate
        charged = self.own["charged"] if cost is None else cost * self.own["new"]
        return rate * self.own["bought"] - charged - self.own["kept"]


def redrawn(basis: Basis, resamples: int = REDRAWS) -> Redrawn:
    """Draw the persons of a run, those who answered and the others apart, each by her name."""
    people, settings = basis.persons, basis.settings
    in_crm, answered = people["in_crm"].to_numpy(dtype=bool), people["segment"].notna().to_numpy()
    names = numbers_of(people["customer_id"].where(people["in_crm"], people["person"]))
    parts = _parts(basis)
    tables = {name: _table(basis, part) for name, part in parts.items()}
    wide = np.column_stack([tables["bought"].to_numpy(), *(tables[name][[*_MONEY]] for name in _OTHERS)])
    columns = [*tables["bought"].columns, *(f"{name} {column}" for name in _OTHERS for column in _MONEY)]
    sums, counts = np.zeros((resamples, wide.shape[1])), np.empty((resamples, 0), np.float32)
    places = np.flatnonzero(in_crm & answered)
    for mine in (places, np.flatnonzero(in_crm & ~answered), np.flatnonzero(~in_crm)):
        part, kept = _drawn(wide[mine], names[mine], resamples, settings.seed, keep=mine is places)
        sums += part
        counts = counts if kept is None else kept
    there = dict(zip(columns, wide.sum(axis=0), strict=True))
    by_part = _by_part(there, dict(zip(columns, sums.T, strict=True)))
    own = {name: part.to_numpy()[: len(basis.customers)] for name, part in parts.items()}
    return Redrawn(basis, places, counts, by_part, own)


_OTHERS = ("charged", "kept", "new")


def _parts(basis: Basis) -> dict[str, pd.Series]:
    """What LTV is made of, customer by customer; nothing of respondents whom the CRM does not know."""
    rows, settings, people = basis.customers, basis.settings, basis.persons
    charges = settings.acquisition_cost_rule != "ignore"
    made = {
        "bought": rows["net_amount"] / 10**settings.minor_digits,
        "charged": acquisition_cost_due(rows, settings),
        "kept": retention_cost(rows, settings),
        "new": is_new(rows, settings) & charges,
    }
    return {name: part.astype(float).reindex(people.index) for name, part in made.items()}


def _table(basis: Basis, part: pd.Series) -> pd.DataFrame:
    table = features(basis.persons, part, basis.cap, basis.settings)
    segment = basis.persons["segment"]
    answered = {f"answered_{name}": (segment == name).fillna(False).astype(float) for name in SEGMENTS}
    return table.assign(**answered)


def _drawn(
    rows: np.ndarray, names: np.ndarray, resamples: int, seed: int, *, keep: bool
) -> tuple[np.ndarray, np.ndarray | None]:
    """Sums of a stratum in each resample, each scaled to as many persons; and the scaled counts, where wanted."""
    sums, totals, kept = np.zeros((resamples, rows.shape[1])), np.zeros(resamples), []
    for some in _blocks(len(rows)):
        counts = named_counts(names[some], resamples, seed)
        sums += counts @ rows[some]
        totals += counts.sum(axis=1)
        kept += [counts] if keep else []
    scale = np.divide(len(rows), totals, out=np.zeros(resamples), where=totals > 0)[:, None]
    whole = np.concatenate([np.empty((resamples, 0), np.float32), *kept], axis=1)
    return sums * scale, whole * scale.astype(np.float32) if keep else None


def _blocks(n: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, n, _AT_ONCE))


def _by_part(there: Sums, drawn: Sums) -> dict[str, PartSums]:
    parts = {"bought": PartSums(*({n: v for n, v in sums.items() if " " not in n} for sums in (there, drawn)))}
    for name in _OTHERS:
        of = [{column: sums[f"{name} {column}"] for column in _MONEY} for sums in (there, drawn)]
        parts[name] = PartSums(*of)
    return parts
