"""The funnel from those invited to those known in the CRM, and that it agrees with the ledger."""

import pandas as pd
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.collect.funnel import NO_ANSWER, Funnel, answered, funnel
from helpers.collect.responses import answers
from helpers.read.ledger import NOT_APPLICABLE, ledger
from helpers.run.settings import checked
from tests.each import each

SETTINGS = checked({"as_of": "2026-04-01"})
AGAIN = checked({"as_of": "2026-04-01", "answered_again": "latest"})


def people(ids):
    return pd.DataFrame({"customer_id": pd.Series(list(ids), dtype="str")})


def one_a_person(table):
    return answers(table, SETTINGS, customers=None, invitations=None)


def test_no_answers_and_no_files():
    found = funnel(None, directory=None, customers=None, invitations=None)
    assert found == Funnel(invited=None, invited_usable=0, answered=0, usable=0, matched=None)
    assert found.response_rate is None


def test_by_hand(responses):
    # invited a, b, c (a twice); answers of a (twice), c, d, x and a blank; the file knows a…d, the report a, b, c
    table = one_a_person(responses(customer_id=list("aacdx"), score=[1, 2, 2, 3, 4], recommended_count=[5, 5, 0, 1, 1]))
    found = funnel(table, directory=people("abcd"), customers=people("abc"), invitations=people("aabc"))
    assert found == Funnel(invited=3, invited_usable=2, answered=5, usable=4, matched=3, counted=2)
    assert found.response_rate == 2 / 3


def test_without_files_nobody_is_looked_up(responses):
    table = one_a_person(responses(customer_id=["a"], score=[1]))
    found = funnel(table, directory=None, customers=None, invitations=None)
    assert found == Funnel(invited=None, invited_usable=0, answered=1, usable=1, matched=None)


def test_rate_of_nobody_invited_is_missing():
    assert Funnel(invited=0, invited_usable=0, answered=3, usable=3, matched=3).response_rate is None


@each(
    ("reason", "received"),
    [("score_blank", 3), ("score_range", 3), ("answered_again", 3), ("unfinished", 3), ("undated", 3), ("id_blank", 3),
     *((reason, 2) for reason in NO_ANSWER)],
)  # fmt: skip
def test_what_is_no_answer_was_not_received(responses, reason, received):
    table = responses(customer_id=list("abc"), score=[1, 2, 3])
    assert answered(table.without(table.frame["score"] == 2, reason)) == received


def test_no_answer_names_reasons_that_exist():
    assert set(NO_ANSWER) <= NOT_APPLICABLE


@example_settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 10)), max_size=12),
    *[st.sets(st.sampled_from("abcdef"))] * 2,
)
def test_it_narrows_and_agrees_with_the_ledger(responses, rows, invited, known):
    days = pd.date_range("2026-01-01", periods=len(rows)).astype("datetime64[us]")
    given = {"customer_id": [who for who, _ in rows], "score": [score for _, score in rows], "responded_at": days}
    table = answers(responses(**given), AGAIN, customers=None, invitations=None)
    found = funnel(table, directory=people(known), customers=people(known), invitations=people(invited))
    account, who = ledger(table), {who for who, _ in rows}
    assert found.answered == account["rows_in"] >= found.usable == account["rows_used"] == len(who)
    assert found.matched == len(who & known) <= found.usable
    assert (found.invited, found.invited_usable) == (len(invited), len(invited & who))
