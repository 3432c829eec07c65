"""Step 2 as a whole: purchases, customers, answers and complaints joined to one row a customer."""

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.problems import AT_ONCE, Problems
from helpers.collect.contacts import check_ids_shared
from helpers.collect.periods import asked_in_period
from helpers.merge.accounts import one_a_customer, warnings_of_accounts
from helpers.merge.complaints import by_customer, of_window
from helpers.merge.coverage import UNKNOWN, Coverage, coverage
from helpers.merge.customers import buyers, customer_rows, with_acquisition
from helpers.merge.dates import date_conflicts, with_first_orders
from helpers.merge.earlier_calls import check_listed, earlier_calls
from helpers.merge.money import LEDGER_COLUMNS, MoneyLedger, money_ledger
from helpers.merge.purchases import completed, counted, returns_known
from helpers.merge.sales import Sales, sales_of
from helpers.merge.settings import MergeSettings
from helpers.merge.since_calls import latest_list, with_calls
from helpers.read.ledger import NOT_APPLICABLE, Account, check_defects, first_rows, ledger
from helpers.read.once import table_once
from helpers.read.roles import ReadTable
from helpers.read.roster import one_owner, roster, with_buyers
from helpers.read.typed_table import Table, Warned


@dataclass(frozen=True, repr=False)
class History:
    """The joined customers of step 2; its text shows nobody."""

    rows: pd.DataFrame  # one row a customer, as made by `customer_rows`
    coverage: Coverage
    money: MoneyLedger
    amountless: int  # defective rows of the purchases file without a readable amount: their money is in no line
    acquired_from_orders: bool  # whether the first order stood in for the day a customer was acquired
    tables: tuple[Table, ...]

    @property
    def ledgers(self) -> dict[str, Account]:
        """Table → account (see `helpers.read.ledger.ledger`)."""
        return {table.name: ledger(table) for table in self.tables}


def history(
    settings: MergeSettings,
    answers: pd.DataFrame | None,
    read: ReadTable = table_once,
    problems: Problems = AT_ONCE,
) -> History:
    """Read customers, purchases, complaints and invitations and join them with the answers of step 1.

    The account of the invitations is step 1's. Where `problems` are kept, all that is wrong is looked for.

    Raises
    ------
    KitError
        For anything in the files that the user has to mend, among it purchases that do not cover
        the window.
    """
    everyone, complaints, invitations = (read(name, settings) for name in ("customers", "complaints", "invitations"))
    purchases, ordered_at, returns, owners = _purchases(read("purchases", settings), everyone, settings, problems)
    listed = problems.tried(partial(earlier_calls, settings))
    sales = sales_of(purchases, everyone, settings, latest_list(listed, settings.window_end))
    notes: list[Warned] = []
    if everyone is not None:
        notes = problems.tried(partial(date_conflicts, everyone, sales.firsts, answers, settings)) or []
        everyone = with_first_orders(everyone, sales.firsts, settings)
    customers, people = _people(everyone, sales.firsts, settings, problems)
    covered = problems.tried(partial(coverage, ordered_at, people["acquired_on"], settings)) or UNKNOWN
    later = _later(customers, everyone, sales.firsts)
    purchases, there = sales.of_known(people["customer_id"], where_used=bool(settings.where), later=later)
    purchases = purchases.warned(*notes)
    sums = _without_unknown_returns(sales.bought(people["customer_id"]), returns)
    if complaints is not None:
        received = partial(of_window, customers=people["customer_id"], settings=settings, later=later)
        complaints = _with_orders(complaints)
        complaints = problems.tried(partial(received, complaints)) or received(first_rows(complaints, "complaint_id"))
    complained = _by_customer(complaints, sales)
    del sales
    purchases = replace(purchases, frame=purchases.frame[LEDGER_COLUMNS])  # of many orders the rest takes much room
    invited = None if invitations is None else asked_in_period(invitations, settings).frame["customer_id"]
    matched = _matched(answers, people, everyone)
    purchases = purchases.warned(*warnings_of_accounts(matched, settings))
    rows = customer_rows(people, sums, one_a_customer(matched, settings), complained, invited)
    problems.tried(partial(check_listed, listed, rows["customer_id"]))
    rows = with_calls(rows, listed, settings.window_end)
    tables = tuple(table for table in (customers, purchases, complaints) if table is not None)
    for table in tables:
        problems.tried(partial(check_defects, table, settings.bad_rows))
    money, amountless = money_ledger(purchases, rows, settings, owners, there), _amountless(purchases.aside)
    from_orders = everyone is None or "acquired_on" not in everyone.frame
    return History(rows, covered, money, amountless, from_orders, tables)


def _purchases(
    purchases: Table | None, everyone: Table | None, settings: MergeSettings, problems: Problems
) -> tuple[Table, pd.Series, tuple[bool, bool], pd.Series]:
    """Purchases that count, the dates of all orders in the file, what the file tells of returns, and who bought."""
    if purchases is None:
        raise KitError("E-FILE-MISSING.purchases")
    frame = purchases.frame
    ordered_at = frame.loc[frame["kind"] == "order", "ordered_at"] if "kind" in frame else frame["ordered_at"]
    if purchases.elsewhere is not None:
        ordered_at = pd.concat([ordered_at, purchases.elsewhere.days])
    problems.tried(partial(check_ids_shared, purchases, settings))
    purchases = with_buyers(purchases, everyone)
    owners = purchases.frame["customer_id"]
    if "email" in frame:
        owners = owners.fillna(frame["email"])
    used = problems.tried(partial(counted, purchases, settings)) or completed(purchases)
    if "customer_id" in frame:
        used = used.without(used.frame["customer_id"].isna(), "guest")
    return used, ordered_at, returns_known(used.frame, frame.columns, settings), owners


def _without_unknown_returns(sums: pd.DataFrame, returns: tuple[bool, bool]) -> pd.DataFrame:
    """What each customer bought; returned orders and refunds missing, not 0, where the file can't tell."""
    columns = zip(("returned_orders", "refunded_amount"), returns, strict=True)
    missing = pd.array([pd.NA] * len(sums), dtype="Int64")
    return sums.assign(**{column: missing for column, is_told in columns if not is_told})


def _people(
    everyone: Table | None, orders: pd.DataFrame, settings: MergeSettings, problems: Problems
) -> tuple[Table | None, pd.DataFrame]:
    """The customers' table, where there is one, and the roster with the day each was acquired."""
    if everyone is None:
        return None, _acquired(buyers(orders, settings), orders, settings, problems)
    customers = problems.tried(partial(roster, everyone, settings)) or first_rows(everyone, "customer_id")
    customers = replace(customers, frame=_acquired(customers.frame, orders, settings, problems))
    late = customers.frame["acquired_on"] >= pd.Timestamp(settings.as_of)
    customers = customers.without(late, "acquired_after_report")
    return customers, customers.frame


def _acquired(people: pd.DataFrame, orders: pd.DataFrame, settings: MergeSettings, problems: Problems) -> pd.DataFrame:
    known = problems.tried(partial(with_acquisition, people, orders, settings))
    return people.assign(acquired_on=pd.Series(pd.NaT, people.index, "datetime64[us]")) if known is None else known


def _matched(answers: pd.DataFrame | None, people: pd.DataFrame, everyone: Table | None) -> pd.DataFrame | None:
    """Answers that carry an e-mail matched with the buyers, where there is no customers file to do it by."""
    if answers is None or everyone is not None:
        return answers
    owner = one_owner(people, "email").rename(lambda email: f"email:{email}")
    return answers.assign(customer_id=answers["customer_id"].fillna(answers["person"].map(owner)))


def _later(customers: Table | None, everyone: Table | None, orders: pd.DataFrame) -> pd.Series:
    """customer_id of those acquired after the report's date; without a customers file anyone who buys may be."""
    if customers is None or everyone is None:
        return orders["customer_id"].dropna()
    rows = customers.aside.loc[customers.aside["reason"] == "acquired_after_report", "row"]
    return everyone.frame.loc[rows, "customer_id"]


def _with_orders(complaints: Table) -> Table:
    """Complaints without their order_id where none of them names an order."""
    blank = "order_id" in complaints.frame and complaints.frame["order_id"].isna().all()
    return replace(complaints, frame=complaints.frame.drop(columns="order_id")) if blank else complaints


def _by_customer(complaints: Table | None, sales: Sales) -> pd.DataFrame | None:
    if complaints is None:
        return None
    about = complaints.frame.get("order_id", pd.Series(dtype="str"))
    return by_customer(complaints.frame, sales.orders_since(about))


def _amountless(aside: pd.DataFrame) -> int:
    """Rows without an amount, defective or of the other tax; what else doesn't apply, as an order's lines, has none."""
    return int((aside["amount"].isna() & ~aside["reason"].isin(NOT_APPLICABLE - {"tax_other"})).sum())
