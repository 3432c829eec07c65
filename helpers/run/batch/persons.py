"""Whom the reports of a batch are of, read from their private folders; compared inside the run, and never shown."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.parquet as pq

from helpers.base.folders import PRIVATE
from helpers.compare.ltv import ltv
from helpers.report.settings import ReportSettings

_NOBODY = pd.DataFrame({"person": [], "segment": []})
_UNVALUED = pd.DataFrame({"customer_id": [], "segment": [], "net_amount": [], "ltv": []})
_WORTH = ("customer_id", "segment", "net_amount", "acquired_on", "acquisition_channel", "acquisition_cost")


@dataclass(frozen=True, eq=False, repr=False)
class ReportPersons:
    """Customers and answers of one report; its text shows nobody.

    Attributes
    ----------
    answers : DataFrame
        One row a person with a valid answer: person, segment.
    bought : DataFrame
        One row a customer, asked or not: customer_id, segment, net_amount (of the window), ltv.
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


def persons_of(folder: Path, settings: ReportSettings) -> ReportPersons:
    """Those of a finished report; nobody where its private folder holds no rows."""
    answers = _rows(folder / PRIVATE / "responses.parquet", ("person", "segment", "responded_at"))
    bought = _rows(folder / PRIVATE / "customers.parquet", _WORTH)
    is_undated = answers is not None and len(answers) > 0 and bool(answers["responded_at"].isna().all())
    valued = _UNVALUED if bought is None else bought.assign(ltv=ltv(bought, settings))[list(_UNVALUED)]
    return ReportPersons(_NOBODY if answers is None else answers, valued, is_undated)


def _rows(path: Path, columns: tuple[str, ...]) -> pd.DataFrame | None:
    if not path.exists():
        return None
    return pd.read_parquet(path, columns=[name for name in columns if name in pq.read_schema(path).names])
