"""The funnel: invited → answered → usable → matched → valued."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.texts import is_one_of
from helpers.read.typed_table import Table

NO_ANSWER = (
    "footer",
    "header_repeated",
    "test_answer",
    "filtered",
    "other_question",
    "outside_period",
)  # or none of this report


@dataclass(frozen=True)
class Funnel:
    """On the way from those invited to those who can be valued; ``None`` where no file tells.

    `usable` ≥ `matched` ≥ `valued`, and `answered` ≥ `usable`. More may answer than were invited: by an
    open link, or several times.
    """

    invited: int | None  # customers of the report on the list of those asked, each once
    invited_usable: int  # those of them with a usable answer
    answered: int  # answers received, as `answered` counts them
    usable: int  # persons with a valid answer, the latest of each: the base of the score
    matched: int | None  # those of them in the customers file, whenever they became customers
    counted: int = 0  # customers of the report among them who told how many people they recommended to
    valued: int | None = None  # customers of the report among them: each has an LTV; known from step 2 on

    @property
    def response_rate(self) -> float | None:
        """Share of those invited with a usable answer; ``None`` where nobody knows who was invited."""
        return self.invited_usable / self.invited if self.invited else None


def answered(responses: Table) -> int:
    """Answers received: rows of the file, but for test answers, lines that are none, and answers of another report."""
    return responses.rows_in - int(responses.aside["reason"].isin(NO_ANSWER).sum())


def funnel(
    responses: Table | None,
    *,
    directory: pd.DataFrame | None,
    customers: pd.DataFrame | None,
    invitations: pd.DataFrame | None,
) -> Funnel:
    """How many are left at each step, up to those known in the CRM.

    Parameters
    ----------
    responses : Table or None
        As made by `helpers.collect.responses.answers`.
    directory, customers, invitations : DataFrame or None
        customer_id of all customers of the file, of those of the report, and of those asked.
    """
    asked = None if invitations is None else invitations["customer_id"].drop_duplicates()
    usable = pd.DataFrame({"customer_id": [], "recommended_count": []}) if responses is None else responses.frame
    of_report = usable if customers is None else usable[is_one_of(usable["customer_id"], customers["customer_id"])]
    return Funnel(
        invited=None if asked is None else len(asked),
        invited_usable=0 if asked is None else int(is_one_of(asked, usable["customer_id"]).sum()),
        answered=0 if responses is None else answered(responses),
        usable=len(usable),
        matched=None if directory is None else int(is_one_of(usable["customer_id"], directory["customer_id"]).sum()),
        counted=int(of_report["recommended_count"].notna().sum()),
    )
