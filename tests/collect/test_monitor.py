"""Who answered, and when."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.proportions import Rate, wilson_rate
from helpers.collect.monitor import monitor
from helpers.collect.nps import nps_from_counts
from helpers.collect.plan.bands import Earlier
from helpers.collect.timing import by_day, early_late
from helpers.disclosure import shown
from helpers.run.settings import checked
from tests.each import each

quick = example_settings(deadline=None, max_examples=60)


HIDDEN = Rate(None, None, None, None, None)
NAMED = {name: 1.0 for name in ("ads", "search", "mall", "a", "b", "c")}


def settings(**changes):
    return checked({"as_of": "2026-04-01", "acquisition_cost": NAMED, **changes})


def times(cells):
    return pd.to_datetime(pd.Series(cells, dtype="str"), format="ISO8601").astype("datetime64[us]")


def asked(n, day="2026-03-01T09:00:00", **columns):
    return pd.DataFrame(
        {"customer_id": pd.Series([f"c{i}" for i in range(n)], dtype="str"), "invited_at": times([day] * n), **columns}
    )


def answers(numbers, days=None, scores=None, waves=None):
    ids = pd.Series([f"c{i}" for i in numbers], dtype="str")
    return pd.DataFrame(
        {
            "person": ids,
            "customer_id": ids,
            "score": pd.array(scores or [9] * len(ids), dtype="Int64"),
            "responded_at": times(days or ["2026-03-02"] * len(ids)),
            "wave": pd.Series(waves or [None] * len(ids), dtype="str"),
        }
    )


def customers(n, channel=lambda i: "ads", day=lambda i: "2020-01-01"):
    ids = pd.Series([f"c{i}" for i in range(n)], dtype="str")
    channels = pd.Series([channel(i) for i in range(n)], dtype="str")
    return pd.DataFrame(
        {"customer_id": ids, "acquisition_channel": channels, "acquired_on": times([day(i) for i in range(n)])}
    )


def found(given, listed, known=None, before=None, **changes):
    return monitor(given, listed, known, before, settings(**changes))


def spans_of(result):
    """Spans of days as they may be shown."""
    return [[span.first_day, span.last_day, span.answers] for span in shown(result, settings()).days]


def groups(result):
    return {(one.kind, one.name): (one.rate.numerator, one.rate.denominator) for one in result.groups}


@each("nothing", ["answers", "list", "no answer", "nobody"])
def test_nothing_to_tell(nothing):
    given = {"answers": None, "no answer": answers([])}.get(nothing, answers([0]))
    listed = {"list": None, "nobody": asked(0)}.get(nothing, asked(2))
    assert found(given, listed) is None


def test_the_rate_of_those_asked():
    # three of ten asked answered; one more answered without having been asked
    result = found(answers([0, 1, 2, 77]), asked(10))
    assert (result.invited, result.delivered, result.opened, result.wave) == (10, None, None, None)
    assert result.rate == wilson_rate(numerator=3, denominator=10) and result.groups == ()


def test_delivered_and_opened_where_the_list_tells():
    listed = asked(4, delivered=pd.array([True, False, None, True], dtype="boolean"))
    listed["opened_at"] = times([None, None, None, "2026-03-02"])
    result = found(answers([0]), pd.concat([listed, listed.iloc[[3]]]))
    assert (result.invited, result.delivered, result.opened) == (4, 2, 1)


def test_groups_by_channel_tenure_and_spend():
    known = customers(40, lambda i: "ads" if i < 20 else "search", lambda i: "2026-01-01" if i % 2 else "2020-01-01")
    before = Earlier(pd.DataFrame({"customer_id": known["customer_id"], "segment": None, "net_amount": range(40)}))
    result = found(answers([*range(6), *range(20, 32)]), asked(40), known, before, min_cell=1)
    assert groups(result) == {
        ("channel", "ads"): (6, 20), ("channel", "search"): (12, 20),
        ("tenure", "under_1_year"): (9, 20), ("tenure", "5_years_or_more"): (9, 20),
        # c0 bought nothing; of 1…39 the lower third ends at 13⅔, the middle one at 26⅓
        ("spend", "none"): (1, 1), ("spend", "low"): (5, 13), ("spend", "middle"): (7, 13), ("spend", "high"): (5, 13),
    }  # fmt: skip


def test_one_channel_alone_is_no_group():
    assert found(answers([0]), asked(10), customers(10)).groups == ()


def test_those_who_are_in_no_file_of_customers_are_unknown():
    known = customers(20, lambda i: "ab"[i % 2])
    result = found(answers(range(15)), asked(30), known, min_cell=1)
    assert groups(result)["channel", "unknown"] == (0, 10)


def test_a_group_that_hardly_answered():
    # 10 of 200 (Wilson's high end: 9.0 %) against 190 of 400
    known = customers(400, lambda i: "mall" if i < 200 else "ads")
    result = found(answers([*range(10), *range(200, 380)]), asked(400), known)
    assert {one.name: one.silent for one in result.groups} == {"ads": False, "mall": True}


@pytest.mark.parametrize("few", [22, 40])
def test_a_group_that_answered_less_is_not_warned_of(few):
    # 22 of 200 (Wilson: 7.4 … 16.1 %) against 82 of 400, whose half is 10.25 %; 40 of 200 is under the rate of all
    known = customers(400, lambda i: "mall" if i < 200 else "ads")
    result = found(answers([*range(few), *range(200, 260)]), asked(400), known)
    assert not any(one.silent for one in result.groups)


def test_a_small_group_is_not_warned_of():
    known = customers(209, lambda i: "mall" if i < 9 else "ads")
    result = found(answers(range(9, 209)), asked(209), known, min_cell=1)
    assert not any(one.silent for one in result.groups)


def test_channels_in_their_order():
    # tv and web are named by nobody; name 0…9 have one customer each
    channels = ["search", "ads", "tv", "web"]
    known = customers(130, lambda i: channels[i // 30] if i < 119 else f"name {i}" if i < 129 else None)
    result = found(answers(range(0, 130, 2)), asked(130), known, min_cell=2)
    names = [one.name for one in result.groups]
    assert names == ["ads", "search", "channel_1", "channel_2", "other", "unknown"]


def test_the_last_wave_is_looked_at():
    first, last = asked(10, "2025-09-01", wave="w1"), asked(6, "2026-03-01", wave="w2")
    given = answers([0, 1, 2], ["2026-03-02", "2025-09-02", "2026-03-03"], waves=["w2", "w1", None])
    result = found(given, pd.concat([first, last], ignore_index=True))
    assert (result.wave, result.invited, result.rate.numerator) == ("w2", 6, 2)


def test_days_since_the_invitation():
    listed = pd.concat([asked(5, "2026-03-01T23:00:00"), asked(10, "2026-03-03T09:00:00").iloc[5:]])
    given = answers(range(10), ["2026-03-02T01:00:00"] * 5 + ["2026-03-03T10:00:00"] * 5)
    assert spans_of(found(given, listed)) == [[0, 0, 5], [1, None, 5]]


def test_without_days_of_invitations_days_count_from_the_first_answer():
    given = answers(range(10), ["2026-03-05"] * 5 + ["2026-03-07"] * 5)
    assert spans_of(found(given, asked(10)[["customer_id"]])) == [[0, 0, 5], [1, None, 5]]


def test_undated_answers_are_told():
    result = found(answers(range(6), ["2026-03-02"] * 5 + [None]), asked(10))
    assert result.undated == 1 and sum(span.answers for span in result.days) == 5


@each(
    ("days", "spans"),
    [
        ([], []),
        ([0] * 4, []),  # fewer than are shown
        ([0] * 5, [[0, None, 5]]),
        ([0] * 5 + [3] * 5, [[0, 0, 5], [1, None, 5]]),
        ([0] * 5 + [3] * 4, [[0, None, 9]]),  # the last ones join those before
        ([0] * 5 + [21] * 5, [[0, 6, 5], [7, None, 5]]),  # by weeks
    ],
)
def test_spans_of_days(days, spans):
    found = by_day(pd.Series(days, dtype="int64"), 5)
    assert [[span.first_day, span.last_day, span.answers] for span in found] == spans


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 8))
@quick
def test_spans_follow_each_other_and_lose_nobody(days, least):
    spans = by_day(pd.Series(days, dtype="int64"), least)
    assert all(span.answers >= least for span in spans)
    assert sum(span.answers for span in spans) == (len(days) if len(spans) else 0)
    if len(spans):
        assert spans[0].first_day == 0 and spans[-1].last_day is None
        assert all(after.first_day == before.last_day + 1 for before, after in pairwise(spans))


def test_early_and_late_thirds():
    # 30 answers: the ten of the first days are promoters, the ten last detractors
    days = pd.Series([*[0] * 10, *[1] * 10, *[5] * 10], dtype="float64")
    given = answers(range(30), scores=[9] * 10 + [7] * 10 + [0] * 10).assign(days=days)
    result = early_late(given.sample(frac=1, random_state=1), settings())
    assert (result.early, result.late) == (nps_from_counts(0, 0, 10), nps_from_counts(10, 0, 0))
    assert result.estimate == -2 and result.distinguishable
    assert early_late(given[:29], settings()) is None  # thirds of nine


def test_the_middle_third_counts_in_neither():
    days = pd.Series([*range(32)], dtype="float64")
    result = early_late(answers(range(32)).assign(days=days), settings())
    assert (result.early.n, result.late.n) == (10, 10)
