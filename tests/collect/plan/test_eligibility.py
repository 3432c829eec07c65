"""Who may be asked: each reason by itself, their order, and that the counts close."""

from collections import Counter

import pandas as pd
import pytest

from helpers.collect.plan.eligibility import REASONS, eligible
from helpers.collect.plan.invited import asked_since
from helpers.collect.plan.optouts import OptOuts, opted_out
from helpers.collect.plan.refusals import refusals
from helpers.read.roles import canonical_table
from helpers.run.settings import checked
from tests.each import each
from tests.tables import new_table

NOBODY = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "invited_at": pd.Series(dtype="datetime64[us]")})
HEADER = "customer_id,acquired_on,email,mail_consent,region"


@pytest.fixture
def asked(files):
    """Ids of those who may be asked, and id → reason of the others."""

    def who(*rows, before=NOBODY, listed=None, header=HEADER, **changes):
        settings = files(changes, customers=[header, *rows])
        everyone = canonical_table("customers", settings)
        out = opted_out(everyone.frame, listed, refusals(everyone).values())
        found = eligible(everyone, settings, recent=asked_since(before, settings), opted_out=out)
        reasons = dict(zip(found.left_out["customer_id"], found.left_out["reason"], strict=True))
        assert len(found.customers) + len(found.left_out) == len(rows)
        assert found.counts()["customers"].sum() == len(found.left_out)
        return found.customers["customer_id"].tolist(), reasons

    return who


def invited(*pairs):
    frame = pd.DataFrame(pairs, columns=["customer_id", "invited_at"])
    return frame.assign(invited_at=pd.to_datetime(frame["invited_at"], format="ISO8601").astype("datetime64[us]"))


def test_one_who_may_be_asked(asked):
    assert asked("a,2024-01-01,a@x.jp,1,east") == (["a"], {})


@each(
    ("row", "reason"),
    [
        ("b,2024-01-01,b@x.jp,0,east", "no_consent"),
        ("b,2024-01-01,b@x.jp,,east", "no_consent"),  # a blank is no consent
        ("b,2024-01-01,b@x.jp,perhaps,east", "no_consent"),
        ("b,2024-01-01,,1,east", "no_address"),
        ("b,2024-01-01,not an address,1,east", "no_address"),
        ("b,2024-01-01,日本@x.jp,1,east", "no_address"),
        ("b,2026-04-01,b@x.jp,1,east", "acquired_after_report"),
        ("b,someday,b@x.jp,1,east", "date_invalid"),
        ("b,2024-01-01,b@x.jp,1,west", "filtered"),
    ],
)
def test_each_reason(asked, row, reason):
    may, reasons = asked("a,2024-01-01,a@x.jp,1,east", row, where={"region": "east"})
    assert may == ["a"] and list(reasons.values()) == [reason]


def test_a_row_of_which_nobody_can_tell_the_customer(asked):
    may, reasons = asked("a,2024-01-01,a@x.jp,1,east", ",2024-01-01,b@x.jp,1,east")
    assert may == ["a"] and list(reasons.values()) == ["id_blank"]


def test_without_a_column_consent_is_unknown_unless_it_was_given(asked):
    rows, header = ("a,2024-01-01,a@x.jp", "b,2024-01-01,b@x.jp"), "customer_id,acquired_on,email"
    assert asked(*rows, header=header) == ([], dict.fromkeys("ab", "consent_unknown"))
    assert asked(*rows, header=header, consent_given=True) == (["a", "b"], {})


def test_a_declaration_does_not_overrule_the_file(asked):
    assert asked("a,2024-01-01,a@x.jp,0,east", consent_given=True) == ([], {"a": "no_consent"})


def test_without_addresses_nobody_may_be_asked(asked):
    assert asked("a,2024-01-01,1", header="customer_id,acquired_on,mail_consent") == ([], {"a": "no_address"})


def test_one_mail_an_address(asked):
    # of b and a the one with the smaller id, whatever the order of rows and capital letters
    rows = ["b,2024-01-01,A@x.jp,1,east", "a,2025-01-01,a@x.jp,1,east", "c,2024-01-01,c@x.jp,1,east"]
    for order in (rows, rows[::-1]):
        may, reasons = asked(*order)
        assert sorted(may) == ["a", "c"] and reasons == {"b": "address_shared"}


def test_the_address_goes_to_another_who_may_be_asked(asked):
    may, reasons = asked("a,2024-01-01,a@x.jp,0,east", "b,2024-01-01,a@x.jp,1,east")
    assert may == ["b"] and reasons == {"a": "no_consent"}


def test_opted_out_by_id_and_by_address(asked):
    rows = [f"{one},2024-01-01,{one}@x.jp,1,east" for one in "abc"]
    assert asked(*rows, listed=OptOuts("f", frozenset({"b@x.jp"}), frozenset({"a"}))) == (
        ["c"], {"a": "opted_out", "b": "opted_out"}
    )  # fmt: skip


def test_who_opts_out_by_id_opts_the_address_out(asked):
    # b has a's address; a, who has no consent anyway, is on the list by its id
    rows = ["a,2024-01-01,a@x.jp,0,east", "b,2024-01-01,a@x.jp,1,east"]
    assert asked(*rows, listed=OptOuts("f", frozenset(), frozenset({"a"})))[1]["b"] == "opted_out"


def test_quarantine(asked):
    # 90 days before 2026-04-01 is 2026-01-01
    rows = [f"{one},2024-01-01,{one}@x.jp,1,east" for one in "abcd"]
    before = invited(("a", "2026-01-01T09:00:00"), ("b", "2026-01-02"), ("c", None), ("c", "2020-01-01"))
    assert asked(*rows, before=before) == (["a", "d"], {"b": "asked_recently", "c": "asked_recently"})
    assert asked(*rows, before=before, quarantine_days=0) == (list("abcd"), {})


def test_the_quarantine_is_of_the_address_too(asked):
    rows = ["a,2024-01-01,a@x.jp,0,east", "b,2024-01-01,a@x.jp,1,east"]
    assert asked(*rows, before=invited(("a", "2026-03-01")))[1]["b"] == "asked_recently"


def test_counts_in_the_order_of_the_reasons(files):
    rows = ["a,2024-01-01,a@x.jp,0,east", "b,2024-01-01,,1,east", "c,2024-01-01,,1,east", "d,2027-01-01,d@x.jp,1,x"]
    settings = files(customers=[HEADER, *rows])
    found = eligible(canonical_table("customers", settings), settings, recent=set()).counts()
    assert found.to_numpy().tolist() == [["acquired_after_report", 1], ["no_consent", 1], ["no_address", 2]]


def test_an_empty_file():
    table = new_table("customers", "c.csv", pd.DataFrame({"customer_id": pd.Series(dtype="str")}), [])
    found = eligible(table, checked({"as_of": "2026-04-01"}), recent=set())
    assert found.customers.empty and found.counts().empty


def test_reasons_are_counted_once(asked):
    # b has no consent, opted out, has no address and was asked yesterday
    may, reasons = asked("b,2024-01-01,,0,east", listed=OptOuts("f", frozenset(), frozenset({"b"})),
                         before=invited(("b", "2026-03-31")))  # fmt: skip
    assert may == [] and Counter(reasons.values()) == {REASONS[0]: 1}


@each("header", ["opt_out", "退会日", "会員ステータス"])
def test_a_no_in_the_crm_counts_whatever_another_column_says(asked, header):
    header = f"customer_id,email,mail_consent,{header}"
    rows = ["a,a@x.jp,1,", "b,b@x.jp,1,退会", "c,B@x.jp,1,", "d,d@x.jp,0,退会"]
    reasons = {"b": "opted_out", "c": "opted_out", "d": "no_consent"}  # c's address is b's
    assert asked(*rows, header=header, consent_given=True) == (["a"], reasons)


def test_a_column_that_the_settings_name_says_no(asked):
    columns = {"customers": {"mail_opt_out": "お別れ"}}
    found = asked("a,a@x.jp,", "b,b@x.jp,済", header="customer_id,email,お別れ", columns=columns, consent_given=True)
    assert found == (["a"], {"b": "opted_out"})
