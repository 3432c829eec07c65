"""Accounts: customers of whom several contacts answered, each a person of her own in the score (METHOD §1)."""

from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.texts import is_one_of
from helpers.collect.periods import EARLIEST, times
from helpers.collect.repeats import segment_of_score
from helpers.merge.customers import CONTACTS
from helpers.merge.settings import MergeSettings
from helpers.read.typed_table import Warned

_SUMMED = ("recommended_count", "warned_count")


def one_a_customer(answers: pd.DataFrame | None, settings: MergeSettings) -> pd.DataFrame | None:
    """Answers (one row a person) as one row a customer; those of no customer are left out where some have several.

    What contacts recommended is summed, their influence is its mean, score and segment are by ``account_segment``: of
    the mean the whole part, since cut-offs are whole numbers. ``contacts`` tells how many answered.

    Raises
    ------
    KitError
        ``E-ACCOUNT-UNDATED``.
    """
    if answers is None or not _of_several(answers).any():
        return answers
    known = answers.dropna(subset="customer_id")
    _check_dated(known, settings)
    by_customer = known.groupby("customer_id", sort=True)
    sums = {column: by_customer[column].sum(min_count=1) for column in _SUMMED}
    score = _score(known, settings)
    rows = pd.DataFrame(
        {
            "person": by_customer["person"].min(), "score": score, "segment": segment_of_score(score, settings),
            **sums, "influence": by_customer["influence"].mean(), CONTACTS: by_customer.size().astype("int64"),
        }
    )  # fmt: skip
    return rows.reset_index()


def _score(known: pd.DataFrame, settings: MergeSettings) -> pd.Series:
    scores = known.groupby("customer_id", sort=True)["score"]
    if settings.account_segment == "mean":
        return (scores.sum() // scores.count()).astype("Int64")
    if settings.account_segment != "latest":
        return scores.min()
    last = known.assign(at=times(known, "responded_at").fillna(EARLIEST))
    ranked = last.sort_values(["at", "score", "person"], ascending=[False, True, True], kind="stable")
    return ranked.drop_duplicates("customer_id").set_index("customer_id")["score"].sort_index()


def warnings_of_accounts(answers: pd.DataFrame | None, settings: MergeSettings) -> list[Warned]:
    """Names the rule where contacts differ in segment and no setting says which is their customer's."""
    n = 0 if answers is None or settings.account_segment else len(_differing(answers.dropna(subset="customer_id")))
    return [Warned("W-ACCOUNT-SEGMENT", {"file": _file(settings), "n": n})] if n else []


def _check_dated(known: pd.DataFrame, settings: MergeSettings) -> None:
    if settings.account_segment != "latest":
        return
    undated = known[times(known, "responded_at").isna() & is_one_of(known["customer_id"], _differing(known))]
    if n := undated["customer_id"].nunique():
        raise KitError("E-ACCOUNT-UNDATED", file=_file(settings), n=n)


def _differing(known: pd.DataFrame) -> pd.Index:
    segments = known.groupby("customer_id")["segment"].nunique()
    return segments.index[segments > 1]


def _file(settings: MergeSettings) -> str:
    return Path(settings.responses or "").name


def _of_several(answers: pd.DataFrame) -> pd.Series:
    return answers["customer_id"].notna() & answers["customer_id"].duplicated(keep=False)
