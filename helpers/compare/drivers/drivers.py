"""What goes with the score, and with what customers bring: importance of each rated question beside its rating."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated

import numpy as np
import pandas as pd

from helpers.base.intervals import hall_interval, interval, moments
from helpers.base.lmg import MOST_VARIABLES, covariances_of, moment_features, shares_of_fit, subset_fits
from helpers.base.resampling import resampled_sums
from helpers.base.results import Estimate, Mean, Support, behind, public, told_by
from helpers.base.strata import drawing_order, value_cells
from helpers.base.tables import RATING
from helpers.compare.basis import Basis
from helpers.compare.settings import CompareSettings

OUTCOMES = ("score", "ltv")
ROWS_A_QUESTION = 10  # complete answers that each question takes at least
_MOST_FITS = 2**19  # regressions behind the intervals: with many questions there are fewer resamples
_STREAM = {"score": 71, "ltv": 72}


@dataclass(frozen=True)
class RatedQuestion:
    """A rated question: how it is rated, and its part of the differences in score and LTV (0…1 of their variance)."""

    rated: Mean = told_by("rated")
    score: Estimate = told_by("rated")
    ltv: Estimate | None = told_by("ltv")
    falls: bool = told_by("rated")  # whether higher answers go with lower scores, beyond chance


@dataclass(frozen=True)
class Drivers:
    """What goes with the score and with LTV.

    `explained`: the share of the variance that all questions explain together, outcome → adjusted R². `apart`:
    outcome → questions that can be told to matter less than the one that matters most. `reason`: why nothing is
    told: ``none`` (no questions), ``few`` (complete answers).
    """

    reason: str = public(published=False)
    n: int = told_by("left_out")  # those who answered all questions
    left_out: int = told_by("left_out")  # those who did not
    valued: int = told_by("ltv")  # of the n, customers whose LTV is known
    questions: Mapping[str, RatedQuestion] = public()  # header → question, in the order of the file
    dropped: tuple[str, ...] = public(published=False)  # questions beyond the most that are looked at, or all alike
    explained: Annotated[Mapping[str, float | None], OUTCOMES] = told_by("explained")
    apart: Mapping[str, tuple[str, ...]] = public(published=False)
    support: "Rated | None" = behind()


@dataclass(frozen=True, repr=False)
class Rated:
    """Whom the importance is of."""

    answers: pd.DataFrame  # complete answers: one column a question
    segment: pd.Series
    money: Support  # those of them who are customers: ltv
    left_out: int


@dataclass(frozen=True)
class _Parted:
    """Shares of an outcome with their resamples."""

    estimates: np.ndarray
    draws: np.ndarray  # moved to lie about the estimates
    explained: float


def drivers(base: Basis) -> Drivers:
    """Importance of the rated questions among those who answered them all."""
    rated = _answers(base)
    asked = [name for name in rated if name.startswith(RATING)]
    complete = rated.dropna(subset=asked) if asked else rated[:0]
    left_out = len(rated) - len(complete) if asked else 0
    if not asked or len(complete) < ROWS_A_QUESTION * (1 + min(len(asked), MOST_VARIABLES)):
        reason = "few" if asked else "none"
        return Drivers(reason, len(complete), left_out, 0, {}, (), dict.fromkeys(OUTCOMES), {})
    chosen = _strongest(complete, asked)
    return _told(complete, chosen, tuple(name for name in asked if name not in chosen), left_out, base.settings)


def _answers(base: Basis) -> pd.DataFrame:
    """Answers in the order of their persons, with the LTV of each customer once: missing in further answers of hers."""
    if base.answers is None:
        return pd.DataFrame({"score": []})
    customers = base.customers
    ltv = pd.Series(customers["ltv"].to_numpy(), index=customers["customer_id"])
    answers = base.answers.iloc[drawing_order(base.answers["person"])].reset_index(drop=True)
    first = ~answers["customer_id"].duplicated() & answers["customer_id"].notna()
    return answers.assign(ltv=answers["customer_id"].map(ltv).where(first), score=answers["score"].astype("float64"))


def _strongest(complete: pd.DataFrame, asked: list[str]) -> list[str]:
    """Questions whose answers differ; of too many, those that go with the score most by themselves."""
    differ = [name for name in asked if complete[name].min() < complete[name].max()]
    if len(differ) <= MOST_VARIABLES:
        return differ
    alone = {name: abs(complete[name].astype("float64").corr(complete["score"])) for name in differ}
    strong = sorted(differ, key=lambda name: -alone[name])[:MOST_VARIABLES]
    return [name for name in differ if name in strong]


def _told(
    complete: pd.DataFrame, chosen: list[str], dropped: tuple[str, ...], left_out: int, settings: CompareSettings
) -> Drivers:
    values = complete[chosen].astype("float64")
    known = complete["ltv"].notna()
    parted: dict[str, _Parted | None] = {"score": _parted(values, complete["score"], settings, "score")}
    enough = known.sum() >= ROWS_A_QUESTION * (1 + len(chosen))
    parted["ltv"] = _parted(values[known], complete.loc[known, "ltv"], settings, "ltv") if enough else None
    names = [_header(name) for name in chosen]
    shares = {outcome: _estimates(of, names, settings) for outcome, of in parted.items()}
    falls = {_header(name): values[name].corr(complete["score"]) < 0 for name in chosen}
    questions = {
        name: RatedQuestion(
            _mean(values[column], settings),
            shares["score"][name],
            shares["ltv"].get(name),
            bool(falls[name] and (shares["score"][name].low or 0.0) > 0),
        )
        for name, column in zip(names, chosen, strict=True)
    }
    money = Support(complete.loc[known, "segment"], complete.loc[known, ["ltv"]])
    return Drivers(
        "",
        len(complete),
        left_out,
        int(known.sum()),
        questions,
        tuple(map(_header, dropped)),
        {outcome: of.explained if of else None for outcome, of in parted.items()},
        {outcome: _apart(of, names, settings) for outcome, of in parted.items() if of},
        Rated(values, complete["segment"], money, left_out),
    )


def _header(column: str) -> str:
    return column.removeprefix(RATING)


def _mean(values: pd.Series, settings: CompareSettings) -> Mean:
    low, high = hall_interval(moments(values.to_numpy()), settings.confidence)
    return Mean(len(values), float(values.mean()), float(low), float(high))


def _parted(values: pd.DataFrame, outcome: pd.Series, settings: CompareSettings, name: str) -> _Parted | None:
    """Shares of an outcome's variance, as they are and in resamples of persons; none where the outcome is all alike."""
    if outcome.nunique() < 2:
        return None
    table = np.column_stack([values.to_numpy(), outcome.to_numpy()])
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    features, n, k = moment_features(table), len(table), values.shape[1]
    cell = value_cells(outcome.to_numpy(), np.zeros(n))
    resamples = min(settings.resamples, _MOST_FITS // 2**k)
    drawn = resampled_sums(features, resamples, settings.random(_STREAM[name]), grouped=False, cell=cell)
    sums = np.vstack([features.sum(axis=0), drawn])
    shares = shares_of_fit(covariances_of(sums, k + 1), k, n)[..., 0]
    estimates, draws = shares[0], shares[1:]
    fit = subset_fits(covariances_of(sums[:1], k + 1), k)[0, -1, 0]
    return _Parted(estimates, draws - draws.mean(axis=0) + estimates, 1 - (1 - float(fit)) * (n - 1) / (n - 1 - k))


def _estimates(parted: _Parted | None, names: list[str], settings: CompareSettings) -> dict[str, Estimate]:
    if parted is None:
        return {}
    pairs = zip(names, parted.estimates, parted.draws.T, strict=True)
    return {name: Estimate(float(share), *interval(draws, settings.confidence)) for name, share, draws in pairs}


def _apart(parted: _Parted, names: list[str], settings: CompareSettings) -> tuple[str, ...]:
    """Questions that matter less than the first one beyond chance, all pairs being looked at (Bonferroni)."""
    first = int(np.argmax(parted.estimates))
    pairs = max(1, len(list(combinations(names, 2))))
    level = 1 - (1 - settings.confidence) / pairs
    lows = {
        name: interval(parted.draws[:, first] - parted.draws[:, place], level)[0] for place, name in enumerate(names)
    }
    return tuple(name for place, name in enumerate(names) if place != first and (lows[name] or 0.0) > 0)
