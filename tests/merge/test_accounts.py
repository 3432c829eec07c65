"""Accounts: customers of whom several contacts answered."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.collect.survey import survey
from helpers.compare.basis import with_strangers
from helpers.merge.accounts import one_a_customer, warnings_of_accounts
from helpers.merge.history import history
from helpers.merge.people import people, valued
from tests.each import each


def contacts(*rows):
    """Answers by (customer_id, score, segment, day, recommended, influence)."""
    names = ["customer_id", "score", "segment", "responded_at", "recommended_count", "influence"]
    frame = pd.DataFrame(rows, columns=names).astype({"score": "Int64", "customer_id": "str"})
    frame["person"] = [f"p{n}" for n in range(len(frame))]
    frame["responded_at"] = pd.to_datetime(frame["responded_at"])
    return frame.assign(warned_count=pd.Series([None] * len(frame), dtype="Float64"))


ACME = [("A", 10, "promoter", "2026-01-01", 2, 0.4), ("A", 7, "passive", "2026-01-03", None, 0.8),
        ("A", 2, "detractor", "2026-01-02", 3, None)]  # fmt: skip
OTHERS = [("B", 9, "promoter", "2026-01-01", None, None), (None, 0, "detractor", "2026-01-01", 1, 1.0)]


@each("rule, score, segment", [
    (None, 2, "detractor"), ("lowest", 2, "detractor"), ("mean", 6, "detractor"), ("latest", 7, "passive"),
])  # fmt: skip
def test_what_contacts_say_of_their_account(settings, rule, score, segment):
    rows = one_a_customer(contacts(*ACME, *OTHERS), settings(account_segment=rule)).set_index("customer_id")
    assert rows.loc["A", ["score", "segment", "contacts"]].tolist() == [score, segment, 3]
    assert rows.loc["A", "recommended_count"] == 5 and rows.loc["A", "influence"] == pytest.approx(0.6)
    assert rows.loc["B", ["score", "segment", "contacts"]].tolist() == [9, "promoter", 1]
    assert rows.loc["B", ["recommended_count", "influence", "warned_count"]].isna().all() and len(rows) == 2


def test_answers_of_one_each_stay_as_they_are(settings):
    answers = contacts(*OTHERS, OTHERS[1])
    assert one_a_customer(answers, settings()) is answers and one_a_customer(None, settings()) is None


@each("rows, rule, warned", [(ACME, None, 1), (ACME, "lowest", 0), (OTHERS, None, 0), ([ACME[0], ACME[0]], None, 0)])
def test_a_rule_that_nobody_chose_is_named(settings, rows, rule, warned):
    said = warnings_of_accounts(contacts(*rows), settings(account_segment=rule, responses="r.csv"))
    assert [one.fields["n"] for one in said] == [1] * warned


def test_the_latest_needs_dates_where_contacts_differ(settings):
    undated = [(*ACME[0][:3], None, 1, 1.0), ACME[1]]
    with pytest.raises(KitError, match=r"E-ACCOUNT-UNDATED .* 1 customers"):
        one_a_customer(contacts(*undated), settings(account_segment="latest"))
    alike = [undated[0], ("A", 9, "promoter", None, 1, 1.0)]
    assert one_a_customer(contacts(*alike), settings(account_segment="latest"))["score"].tolist() == [9]


def test_the_accounts_close_from_answers_to_customers(files):
    crm = ["customer_id,acquired_on", "A,2024-01-01", "B,2024-01-01", "C,2024-01-01"]
    given = ["customer_id,email,score,n_recommended", "A,p@a.jp,10,1", "A,q@a.jp,0,2", "B,b@b.jp,9,", "X,x@x.jp,3,4"]
    orders = [
        "order_id,customer_id,ordered_at,amount",
        *(f"O{n},{'AB'[n % 2]},2025-{n + 1:02}-05,100" for n in range(12)),
    ]
    asked = {"person": "email", "columns": {"responses": {"recommended_count": "n_recommended"}},
             "purchases_from": "2025-01-01", "purchases_until": "2026-03-31"}  # fmt: skip
    chosen = files(asked, customers=crm, responses=given, purchases=orders)
    step_1 = survey(chosen)
    assert (step_1.nps.n, step_1.nps.value) == (4, 0) and step_1.funnel.matched == 3
    merged = history(chosen, step_1.answers)
    assert merged.rows.set_index("customer_id")["segment"].dropna().to_dict() == {"A": "detractor", "B": "promoter"}
    assert merged.rows["net_amount"].sum() == 900 and merged.rows["recommended_count"].sum() == 3
    assert [one.code for table in merged.tables for one in table.warnings].count("W-ACCOUNT-SEGMENT") == 1
    funnel = valued(vars(step_1.funnel), merged.rows)
    account = people(funnel, 3, 3, 2).set_index("step")["persons"].to_dict()
    assert account == {"usable": 4, "unknown": -1, "matched": 3, "valued": 3, "contacts": -1, "unanswered": 1,
                       "report": 3, "file": 3}  # fmt: skip
    strangers = with_strangers(merged.rows, step_1.answers)
    assert strangers["in_crm"].sum() == 3 and len(strangers) == 4 and strangers["recommended_count"].sum() == 7
