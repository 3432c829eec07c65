"""Step 1 as a whole: from the files to one valid answer a person, and the score."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.read.headers.names import ONE_KEY_OF
from helpers.read.ledger import Table, Warned, check_defects, ledger
from helpers.read.roles import canonical_table
from helpers.read.roster import alike, roster

from .comments import Comments, comments
from .funnel import Funnel, funnel
from .nps import Nps, nps_from_scores
from .responses import answers

WARN_MATCHED, STOP_MATCHED = 0.9, 0.5
LATE_DAYS = 90  # after the report's date, from which on answers may be of another survey


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
    comments : Comments
        What people wrote; in none of the above.
    """

    answers: pd.DataFrame | None
    nps: Nps
    funnel: Funnel
    tables: tuple[Table, ...]
    comments: Comments

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
        canonical_table(name, settings, describing=name == "responses")
        for name in ("customers", "invitations", "responses")
    )
    written = None if responses is None else responses.frame.get("comment")
    customers = _of_report(everyone, settings)
    directory, known, asked = (None if table is None else table.frame for table in (everyone, customers, invitations))
    if responses is not None:
        _check_warnings(responses, settings)
        responses = _matched(responses, settings, customers=known, invitations=asked, directory=directory)
        responses = responses.warned(*_much_later(responses, settings))
    if settings.where and invitations is not None and known is not None:
        invitations = invitations.without(~invitations.frame["customer_id"].isin(known["customer_id"]), "filtered")
        asked = invitations.frame
    tables = tuple(table for table in (responses, invitations, customers) if table is not None)
    for table in tables:
        check_defects(table, settings.bad_rows)
    answered = None if responses is None else responses.frame
    found = funnel(responses, directory=directory, customers=known, invitations=asked)
    return Survey(answered, _nps(answered, settings), found, tables, comments(answered, written, settings))


def _matched(responses: Table, settings: Settings, **known: pd.DataFrame | None) -> Table:
    """One valid answer a person, once it is sure that the ids of all answers are those of the customers file."""
    everybody = answers(responses, settings.model_copy(update={"where": {}}), **known)
    named = bool(set(ONE_KEY_OF["responses"]) & set(responses.frame))
    warnings = _check_matched(everybody, known["directory"], may_stop=named)
    return (answers(responses, settings, **known) if settings.where else everybody).warned(*warnings)


def _check_matched(responses: Table, directory: pd.DataFrame | None, may_stop: bool) -> list[Warned]:
    """Warns where under 90 % of the answers come from customers of the file, in the report or not; stops under 50 %.

    Answers that carry no key at all were declared as anonymous: nothing is wrong with their ids.
    """
    if directory is None or responses.frame.empty:
        return []
    ids = responses.frame["customer_id"]
    known = ids.isin(directory["customer_id"])
    file, matched, share = responses.file, int(known.sum()), known.mean()
    if may_stop and share < STOP_MATCHED:
        change = alike(ids[~known], directory["customer_id"]) or "none"
        en, ja = (Words(language, "JPY").say(f"match_{change}") for language in ("en", "ja"))
        raise KitError("E-MATCH", file=file, matched=matched, answers=len(ids), hint_en=en, hint_ja=ja)
    return [Warned("W-MATCH", {"file": file, "matched": matched, "answers": len(ids)})] if share < WARN_MATCHED else []


def _much_later(responses: Table, settings: Settings) -> list[Warned]:
    """Warns of answers that may be of a later survey, where purchases before the report's date are looked at."""
    if settings.window != "before" or "responded_at" not in responses.frame:
        return []
    n = int((responses.frame["responded_at"] >= pd.Timestamp(settings.as_of) + pd.Timedelta(days=LATE_DAYS)).sum())
    as_of = settings.as_of.isoformat()
    told = Warned("W-ANSWER-LATER", {"file": responses.file, "n": n, "days": LATE_DAYS, "as_of": as_of})
    return [told] if n else []


def _check_warnings(responses: Table, settings: Settings) -> None:
    if settings.warned_weight and "warned_count" not in responses.frame:
        raise KitError("E-WARNED", file=responses.file)


def _of_report(everyone: Table | None, settings: Settings) -> Table | None:
    if everyone is None and settings.where:
        raise KitError("E-WHERE-CUSTOMERS", table="customers")
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
