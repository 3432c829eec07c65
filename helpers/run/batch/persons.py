"""Whom the reports of a batch are of, read from their private folders; compared inside the run, and never shown."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.folders import PRIVATE

_NOBODY = pd.DataFrame({"person": [], "segment": []})
_UNVALUED = pd.DataFrame({"customer_id": [], "segment": [], "net_amount": []})


@dataclass(frozen=True, eq=False, repr=False)
class ReportPersons:
    """Customers and answers of one report; its text shows nobody.

    Attributes
    ----------
    answers : DataFrame
        One row a person with a valid answer: person, segment.
    bought : DataFrame
        One row a customer, asked or not: customer_id, segment, net_amount (of the window).
    is_undated : bool
        Whether there are answers, and not one has a date.
    """

    answers: pd.DataFrame
    bought: pd.DataFrame
    is_undated: bool = False

    @cached_property
    def customers(self) -> npt.NDArray[np.uint64]:
        """All customers, each as a number that is the same in all reports; sorted."""
        return np.sort(pd.util.hash_array(self.bought["customer_id"].astype("str").to_numpy(dtype=object)))


NO_PERSONS = ReportPersons(_NOBODY, _UNVALUED)


def persons_of(folder: Path) -> ReportPersons:
    """Those of a finished report; nobody where its private folder holds no rows."""
    answers = _rows(folder / PRIVATE / "responses.parquet", ["person", "segment", "responded_at"])
    bought = _rows(folder / PRIVATE / "customers.parquet", list(_UNVALUED))
    is_undated = answers is not None and len(answers) > 0 and bool(answers["responded_at"].isna().all())
    return ReportPersons(_NOBODY if answers is None else answers, _UNVALUED if bought is None else bought, is_undated)


def _rows(path: Path, columns: list[str]) -> pd.DataFrame | None:
    return pd.read_parquet(path, columns=columns) if path.exists() else None
