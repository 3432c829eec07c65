"""Step 1 as a whole: from the files to one valid answer a person, and the score."""

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.problems import AT_ONCE, Problems
from helpers.base.tables import ONE_KEY_OF
from helpers.base.texts import is_one_of
from helpers.base.words import in_both
from helpers.collect.comments import Comments, comments
from helpers.collect.funnel import Funnel, funnel
from helpers.collect.monitor import Monitor, monitor
from helpers.collect.nps import Nps
from helpers.collect.periods import asked_in_period
from helpers.collect.plan.bands import earlier
from helpers.collect.plan.invited import with_sent
from helpers.collect.plan.sampling import Plan, plan
from helpers.collect.responses import identified, nps_of, of_customers, valid_answers
from helpers.collect.settings import CollectSettings
from helpers.collect.waves import Waves, waves
from helpers.read.ledger import Account, check_defects, first_rows, ledger
from helpers.read.once import table_once
from helpers.read.roles import ReadTable
from helpers.read.roster import roster, spelling_difference, with_buyers
from helpers.read.typed_table import Table, Warned

WARN_MATCHED, STOP_MATCHED = 0.9, 0.5
LATE_DAYS = 90  # after the report's date, from which on answers may be of another survey


@dataclass(frozen=True, repr=False)
class Survey:
    """The answers of step 1."""

    answers: pd.DataFrame | None  # one row a person, as made by `helpers.collect.responses.answers`
    nps: Nps
    funnel: Funnel
    tables: tuple[Table, ...]  # those read, for their ledgers and their rows set aside
    comments: Comments  # what people wrote; in none of the above
    monitor: Monitor | None = None  # who of those asked answered, and when; None where nobody knows who was asked
    waves: Waves | None = None  # scores of two waves or more
    plan: Plan | None = None  # whom to ask, where there is no file of answers yet but one of customers

    @property
    def ledgers(self) -> dict[str, Account]:
        """Table → account (see `helpers.read.ledger.ledger`)."""
        return {table.name: ledger(table) for table in self.tables}


def survey(settings: CollectSettings, read: ReadTable = table_once, problems: Problems = AT_ONCE) -> Survey:
    """Read answers, customers and invitations, and keep one valid answer a person.

    Where `problems` are kept, all that is wrong is looked for: the answers are then those that can be used so far.

    Raises
    ------
    KitError
        For anything in the files that the user has to mend.
    """
    everyone, invitations, responses = (
        read(name, settings, describing=name == "responses") for name in ("customers", "invitations", "responses")
    )
    written = None if responses is None else responses.frame.get("comment")
    if everyone is None and settings.where:
        problems.keep(KitError("E-WHERE-CUSTOMERS", table="customers"))
    customers = None
    if everyone is not None:
        customers = problems.tried(partial(roster, everyone, settings)) or first_rows(everyone, "customer_id")
    directory, crm, asked = (None if table is None else table.frame for table in (everyone, customers, invitations))
    scores = None
    if responses is not None:
        if settings.warned_weight and "warned_count" not in responses.frame:
            problems.keep(KitError("E-WARNED", file=responses.file))
        everyone_asked = with_sent(asked, settings)
        orders = _order_owners(responses.frame, everyone, settings, read)
        senders = identified(responses, settings, invitations=everyone_asked, directory=directory, orders=orders)
        scores = waves(of_customers(senders, crm, settings), everyone_asked, settings)
        everybody = valid_answers(senders, None, settings)
        is_named = bool(set(ONE_KEY_OF["responses"]) & set(responses.frame))
        warnings = problems.tried(partial(_check_matched, everybody, directory, may_stop=is_named)) or []
        responses = valid_answers(senders, crm, settings) if settings.where else everybody
        responses = _with_segment_before(responses, scores).warned(*warnings, *_dates(responses, settings))
    if invitations is not None:
        if settings.where and crm is not None:
            invitations = invitations.without(
                ~is_one_of(invitations.frame["customer_id"], crm["customer_id"]), "filtered"
            )
        invitations = asked_in_period(invitations, settings)
        asked = invitations.frame
    tables = tuple(table for table in (responses, invitations, customers) if table is not None)
    for table in tables:
        problems.tried(partial(check_defects, table, settings.bad_rows))
    answered = None if responses is None else responses.frame
    given = pd.Series(dtype="Int64") if answered is None else answered["score"]
    return Survey(
        answers=answered,
        nps=problems.tried(partial(nps_of, given, settings, population=settings.population)) or nps_of(given, settings),
        funnel=funnel(responses, directory=directory, customers=crm, invitations=asked),
        tables=tables,
        comments=comments(answered, written, settings),
        monitor=monitor(answered, asked, directory, problems.tried(partial(earlier, settings)), settings),
        waves=scores,
        plan=problems.tried(partial(plan, settings)) if responses is None and settings.customers else None,
    )


def _order_owners(
    answers: pd.DataFrame, everyone: Table | None, settings: CollectSettings, read: ReadTable
) -> pd.DataFrame | None:
    """order_id and customer_id of the purchases, read only where an answer carries an order and no customer_id."""
    ids = answers.get("customer_id", pd.Series(pd.NA, index=answers.index, dtype="str"))
    if "order_id" not in answers or not (answers["order_id"].notna() & ids.isna()).any():
        return None
    purchases = read("purchases", settings)
    if purchases is None:
        return None
    if purchases.elsewhere is not None:
        there = purchases.elsewhere.owners(answers["order_id"])
        kept = purchases.frame[[column for column in there if column in purchases.frame]]
        purchases = replace(purchases, frame=pd.concat([kept, there[kept.columns]], ignore_index=True))
    return with_buyers(purchases, everyone).frame[["order_id", "customer_id"]]


def _with_segment_before(responses: Table, scores: Waves | None) -> Table:
    """Answers of the last wave with their senders' segments in the wave before."""
    if scores is None or scores.moved is None:
        return responses
    frame, last = responses.frame, scores.waves[-1].name
    before = frame["person"].map(scores.moved.set_index("person")["before"]).astype("str")
    return replace(responses, frame=frame.assign(segment_before=before.where(frame["wave"] == last)))


def _check_matched(responses: Table, directory: pd.DataFrame | None, may_stop: bool) -> list[Warned]:
    """Warns where under 90 % of the answers come from customers of the file, in the report or not; stops under 50 %.

    Of all answers, whatever ``where`` chooses. Those that carry no key at all were declared as anonymous: nothing is
    wrong with their ids.
    """
    if directory is None or responses.frame.empty:
        return []
    ids = responses.frame["customer_id"]
    is_customer = is_one_of(ids, directory["customer_id"])
    file, matched, share = responses.file, int(is_customer.sum()), is_customer.mean()
    if may_stop and share < STOP_MATCHED:
        change = spelling_difference(ids[~is_customer], directory["customer_id"]) or "none"
        if any(warning.code == "W-ANSWER-ORDERS" for warning in responses.warnings):
            change = "orders"
        raise KitError("E-MATCH", file=file, matched=matched, answers=len(ids), hint=in_both(f"match_{change}"))
    return [Warned("W-MATCH", {"file": file, "matched": matched, "answers": len(ids)})] if share < WARN_MATCHED else []


def _dates(responses: Table, settings: CollectSettings) -> list[Warned]:
    """Warns where no answer has a date, so that a period can't be applied, and of answers long after the report's."""
    if (settings.answers_from or settings.answers_to) and responses.frame["responded_at"].isna().all():
        return [Warned("W-ANSWER-UNDATED", {"file": responses.file})] if len(responses.frame) else []
    return _much_later(responses, settings)


def _much_later(responses: Table, settings: CollectSettings) -> list[Warned]:
    """Warns of answers that may be of a later survey, where purchases before the report's date are looked at."""
    if settings.window != "before" or "responded_at" not in responses.frame:
        return []
    n = int((responses.frame["responded_at"] >= pd.Timestamp(settings.as_of) + pd.Timedelta(days=LATE_DAYS)).sum())
    as_of = settings.as_of.isoformat()
    warning = Warned("W-ANSWER-LATER", {"file": responses.file, "n": n, "days": LATE_DAYS, "as_of": as_of})
    return [warning] if n else []
