"""Step 1 as a whole: from the files to one valid answer a person, and the score."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.parameters import Settings
from helpers.read.ledger import Table, check_defects, ledger
from helpers.read.roles import canonical_table
from helpers.read.roster import roster

from .nps import Nps, nps_from_scores
from .responses import Funnel, answers, funnel

STOP_MATCHED = 0.5


@dataclass(frozen=True)
class Survey:
    """The answers of step 1.

    Attributes
    ----------
    answers : DataFrame or None
        One row a person, as made by `helpers.collect.responses.answers`; ``None`` without a file.
    nps : Nps
    funnel : Funnel
    tables : tuple of Table
        Those read, for their ledgers and their rows set aside.
    """

    answers: pd.DataFrame | None
    nps: Nps
    funnel: Funnel
    tables: tuple[Table, ...]

    @property
    def ledgers(self) -> dict[str, dict]:
        """Table → account (see `helpers.read.ledger.ledger`)."""
        return {table.name: ledger(table) for table in self.tables}


def survey(settings: Settings) -> Survey:
    """Read answers, customers and invitations, and keep one valid answer a person.

    Raises
    ------
    KitError
        For anything in the files that the user has to mend.
    """
    everyone, invitations, responses = (
        canonical_table(name, settings) for name in ("customers", "invitations", "responses")
    )
    customers = _of_report(everyone, settings)
    known, asked = (None if table is None else table.frame for table in (customers, invitations))
    if responses is not None:
        _check_warnings(responses, settings)
        directory = None if everyone is None else everyone.frame
        responses = answers(responses, settings, customers=known, invitations=asked, directory=directory)
        _check_matched(responses, directory)
    if settings.where and invitations is not None and known is not None:
        invitations = invitations.without(~invitations.frame["customer_id"].isin(known["customer_id"]), "filtered")
        asked = invitations.frame
    tables = tuple(table for table in (responses, invitations, customers) if table is not None)
    for table in tables:
        check_defects(table, settings.bad_rows)
    answered = None if responses is None else responses.frame
    return Survey(answered, _nps(answered, settings), _funnel(answered, known, asked), tables)


def _check_matched(responses: Table, directory: pd.DataFrame | None) -> None:
    """Stop where under half of the answers come from customers of the file, in the report or not."""
    if directory is None or responses.frame.empty:
        return
    matched = int(responses.frame["customer_id"].isin(directory["customer_id"]).sum())
    if matched < STOP_MATCHED * len(responses.frame):
        raise KitError(
            "E-MATCH",
            f"{responses.file}: only {matched} of {len(responses.frame)} answers belong to a customer of the customers "
            "file. Are these the same ids (leading zeros, another system's ids)? Check the key column in columns.",
        )


def _check_warnings(responses: Table, settings: Settings) -> None:
    if settings.warned_weight and "warned_count" not in responses.frame:
        reason = f"warned_weight is set, but {responses.file} has no column warned_count. Name it in columns, or set 0."
        raise KitError("E-WARNED", reason)


def _of_report(everyone: Table | None, settings: Settings) -> Table | None:
    if everyone is None and settings.where:
        raise KitError("E-WHERE", "where: no customers file whose attributes could be met. Name one, or drop it.")
    return None if everyone is None else roster(everyone, settings)


def _nps(answered: pd.DataFrame | None, settings: Settings) -> Nps:
    scores = pd.Series(dtype="Int64") if answered is None else answered["score"]
    return nps_from_scores(
        scores,
        passive_from=settings.passive_from,
        promoter_from=settings.promoter_from,
        confidence=settings.confidence,
        population=settings.population,
    )


def _funnel(answered: pd.DataFrame | None, known: pd.DataFrame | None, asked: pd.DataFrame | None) -> Funnel:
    none = pd.DataFrame({"customer_id": pd.Series(dtype="str")})
    return funnel(none if answered is None else answered, customers=known, invitations=asked)
