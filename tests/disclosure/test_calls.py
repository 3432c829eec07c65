"""A call list is told by how many and how much, never who; nothing of few."""

from dataclasses import replace

import pandas as pd

from helpers.base.results import is_full, is_hidden
from helpers.compare.basis import basis_of
from helpers.compare.call_effect import call_effect
from helpers.compare.call_list import call_list
from helpers.disclosure import shown
from helpers.run.settings import checked
from tests.compare.test_call_list import NOBODY, earlier, refusing, stakes_of
from tests.each import each


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def listed(shop, n, *, worth=None, rest=(), at_hand=NOBODY, **changes):
    """So many with the same at stake, and the `rest` of them with less."""
    rows = shop(*({"segment": "detractor", "net_amount": 100 + i % 7} for i in range(n + len(rest))))
    chosen = settings(**changes)
    made = call_list(basis_of(rows, None, chosen), stakes_of(rows, *(worth or [100] * n), *rest), at_hand)
    return shown(made, chosen)


def test_how_many_and_how_much_and_nobody(shop):
    found = listed(shop, 50)
    assert (found.called.customers, found.held_out.customers, found.called.at_stake) == (40, 10, 4000)
    assert not is_full(found) and found.rows is None and found.supports is None
    assert shown(found, settings()) == found


@each(
    ("n", "rest", "counts", "money"),
    [
        (50, (), True, True),
        (45, (), True, False),  # 36 to call and 9 held out: money of fewer than 10
        (20, (), False, False),  # 16 and 4: alone they would be the total less the others
        (50, (0,) * 9, True, False),  # nine others whose money is the total less that of the list
        (50, (0,) * 10, True, True),
        (50, (0,) * 4, False, False),  # four others; those held out go with them
    ],
)
def test_few_are_not_told(shop, n, rest, counts, money):
    found = listed(shop, n, rest=rest)
    parts = (found.called, found.held_out)
    assert any(is_hidden(part.customers) for part in parts) is not counts
    assert any(is_hidden(part.at_stake) for part in parts) is not money
    assert is_hidden(found.smallest_effect) is not money


def test_money_mostly_of_one_is_not_told(shop):
    assert is_hidden(listed(shop, 50, worth=[9_000_000, *[1] * 49]).called.at_stake)


def test_two_who_opted_out_are_not_counted_nor_worked_out(shop):
    found = listed(
        shop, 60, at_hand=refusing(C0="opted_out", C1="opted_out", **{f"C{i}": "no_consent" for i in range(2, 9)})
    )
    assert all(map(is_hidden, found.not_called.values())) and not is_hidden(found.called.customers)


def listed_of(shop, detractors, passives, *, refused=0, **changes):
    """So many of both with the same at stake beside thirty promoters and thirty silent; some passives refused."""
    names = ["detractor"] * detractors + ["passive"] * passives + ["promoter"] * 30 + [None] * 30
    rows = shop(*({"segment": name, "net_amount": 100 + i % 7} for i, name in enumerate(names)))
    at_hand = refusing(**{f"C{detractors + i}": "no_consent" for i in range(refused)})
    chosen = settings(**changes)
    stakes = stakes_of(rows, *[100] * (detractors + passives))
    made = call_list(basis_of(rows, None, chosen), stakes, at_hand)
    return shown(made, chosen)


@each(
    ("detractors", "told"),
    [(60, (True, True)), (12, (True, False)), (6, (False, False)), (0, (True, True))],
)
def test_the_plain_rule_is_of_the_detractors_alone(shop, detractors, told):
    """Twelve on the list, few of them held out; or six, whose LTV is hidden: the passives beside them hide nobody."""
    found = listed_of(shop, detractors, 60)
    for part in (found.called, found.held_out):
        assert not is_hidden(part.customers) and part.customers >= 10
        assert (not is_hidden(part.at_stake), not is_hidden(part.plain_rule)) == told


@each(("passives", "refused", "told"), [(20, 0, True), (24, 12, True), (20, 15, False), (20, 20, True)])
def test_what_is_at_stake_with_few_of_a_segment_in_a_part_does_not_follow(shop, passives, refused, told):
    """All detractors and some passives are to be called: of five it is all that is to be, less the detractors'."""
    found = listed_of(shop, 30, passives, refused=refused, holdout_share=0)
    assert not is_hidden(found.called.customers) and is_hidden(found.called.at_stake) is not told


def effect(shop, called, held, *, since=100, answered=(), gone=0):
    rows = shop(*[{"segment": "detractor"}] * (called + held))
    rows = rows.assign(net_amount_since_call=pd.Series([since, *[100] * (len(rows) - 1)], dtype="Int64"))
    assigned = ["call"] * called + ["holdout"] * held
    lines = [(f"C{i}", part, "2026-01-01", None) for i, part in enumerate(assigned)]
    lines += [(f"X{i}", "call", "2026-01-01", None) for i in range(gone)]
    days = pd.Timestamp("2026-02-01")
    answers = pd.DataFrame({"customer_id": [f"C{i}" for i in answered], "score": 5, "responded_at": days})
    base = replace(basis_of(rows, None, settings()), answers=answers)
    made = call_effect(base, replace(NOBODY, earlier=earlier(*lines)))
    return shown(made, settings())


def test_what_a_list_did_is_told_of_enough(shop):
    found = effect(shop, 40, 10, answered=[*range(10), *range(40, 45)])
    assert found.net.estimate == 0 and found.called.net_mean == 100 and found.support is None
    assert (found.called.answered, found.held_out.answered) == (10, 5) and found.score.estimate == 0
    assert shown(found, settings()) == found


def test_what_a_list_of_few_did_is_not(shop):
    few, one = effect(shop, 40, 9), effect(shop, 40, 20, since=99_000)
    for found in (few, one):
        assert is_hidden(found.net) and is_hidden(found.called.net_mean) and is_hidden(found.held_out.net_mean)
    assert few.held_out.customers == 9  # as the list itself told


@each(("answered", "told"), [((), True), (range(40, 45), True), (range(40, 44), False), (range(40, 47), False)])
def test_answers_of_nearly_nobody_or_nearly_all_are_not_told(shop, answered, told):
    found = effect(shop, 40, 10, answered=answered)  # of seven of ten three did not
    assert is_hidden(found.held_out.answered) is not told and is_hidden(found.called.answered) is not told


def test_few_who_are_gone_are_not_counted(shop):
    assert [is_hidden(effect(shop, 40, 10, gone=n).gone) for n in (0, 1, 4, 5)] == [False, True, True, False]
