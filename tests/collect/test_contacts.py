"""Customers with several e-mails: persons of their own, one person, or an id that is nobody's."""

import pytest

from helpers.base.errors import KitError
from helpers.collect.contacts import check_ids_shared
from helpers.collect.responses import answers
from helpers.run.settings import checked
from tests.each import each
from tests.tables import new_table


def counted(table, **changes):
    return answers(table, checked({"as_of": "2026-04-01", **changes}), customers=None, invitations=None)


def many(responses, accounts, contacts, alone):
    """Answers of accounts with so many contacts each, and of customers with one e-mail."""
    n = accounts * contacts + alone
    pairs = [(f"A{a}", f"p{c}@a{a}.jp") for a in range(accounts) for c in range(contacts)]
    pairs += [(f"C{k}", f"c{k}@x.jp") for k in range(alone)]
    days = [f"2026-02-{place % 28 + 1:02}" for place in range(n)]
    scores = [(9, 3, 8, 10, 0)[place % 5] for place in range(n)]
    columns = {"customer_id": [one[0] for one in pairs], "email": [one[1] for one in pairs]}
    return responses(**columns, score=scores, responded_at=days)


@each("accounts, contacts, alone", [(4, 5, 0), (2, 3, 40), (1, 20, 20), (5, 2, 400)])
def test_contacts_are_asked_about_and_each_may_be_a_person(responses, accounts, contacts, alone):
    table = many(responses, accounts, contacts, alone)
    with pytest.raises(KitError, match=rf"E-PERSON .*{accounts} customer ids.* {accounts * contacts} different"):
        counted(table)
    assert len(counted(table, person="email").frame) == accounts * contacts + alone
    one_each = counted(table, person="customer", answered_again="latest")
    assert len(one_each.frame) == accounts + alone and not one_each.warnings


@each("accounts, alone", [(2, 60), (3, 400)])
def test_a_handful_with_a_new_address_are_one_person_each(responses, accounts, alone):
    found = counted(many(responses, accounts, 2, alone))
    assert len(found.frame) == accounts + alone
    assert [one.code for one in found.warnings] == ["W-PERSON"] and found.warnings[0].fields["n"] == accounts
    assert "responses.csv" in found.warnings[0].said("en")


@each("days, rule", [([], "mean  # or drop"), (["2026-02-01"] * 5, "mean  # or drop"),
                     (["2026-02-01"] * 6, "latest  # or first, mean, drop")])  # fmt: skip
def test_the_latest_answer_is_proposed_where_all_have_a_date(responses, days, rule):
    dated = {"responded_at": [*days, None][:6]} if days else {}
    emails = [f"{n}@x.jp" for n in range(6)]
    with pytest.raises(KitError) as asked:
        counted(responses(customer_id=[*"aaaabb"], email=emails, score=[9] * 6, **dated))
    assert f"answered_again: {rule}\n" in asked.value.said("en") + "\n"


def test_one_address_however_often_is_one_person(responses):
    table = responses(customer_id=["a", "a", "b"], email=["a@x.jp", "a@x.jp", None], score=[9, 9, 3])
    found = counted(table, person="email").frame
    assert found["person"].tolist() == ["a a@x.jp", "b"] and not counted(table).warnings


def test_contacts_need_their_addresses(responses):
    with pytest.raises(KitError, match=r"E-PERSON (?s:.*)responses: \{email"):
        counted(responses(customer_id=["a"], score=[9]), person="email")


@each(
    "accounts, contacts, alone, asked",
    [(1, 10, 900, True), (1, 9, 900, False), (3, 2, 20, True), (3, 2, 27, False), (2, 2, 0, False), (0, 0, 5, False)],
)
def test_ids_of_many_addresses_are_asked_about_in_purchases(responses, settings, accounts, contacts, alone, asked):
    frame = many(responses, accounts, contacts, alone).frame[["customer_id", "email"]]
    orders = new_table("purchases", "orders.csv", frame, [])
    check_ids_shared(orders, settings(person="customer"))
    if not asked:
        return check_ids_shared(orders, settings())
    with pytest.raises(KitError, match=r"E-ID-SHARED (?s:.*)person: customer"):
        check_ids_shared(orders, settings())


@each("columns", [{"customer_id": ["a"]}, {"email": ["a@x.jp"]}])
def test_one_key_alone_tells_nothing(responses, settings, columns):
    table = responses(score=[9], **columns)
    check_ids_shared(table, settings())
    assert not counted(table).warnings


def test_answers_by_order_alone_need_the_purchases(responses):
    table = responses(customer_id=["a", None], order_id=["O1", "O2"], score=[9, 3])
    assert [(one.code, one.fields["n"]) for one in counted(table).warnings] == [("W-ANSWER-ORDERS", 1)]
    assert counted(table).frame["person"].tolist() == ["a", "order_id:O2"]
    assert not counted(table, purchases="orders.csv").warnings
