"""One valid answer a person: who is kept, who is set aside, and the funnel."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.collect.responses import ANSWER_COLUMNS, answers, score_counts
from helpers.read.ledger import ledger
from helpers.run.settings import checked
from tests.each import each

quick = example_settings(deadline=None, max_examples=30)


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def customers(*ids, **columns):
    return pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), **columns})


def invitations(*pairs):
    return pd.DataFrame(pairs, columns=["customer_id", "token"], dtype="str")


def one_a_person(table, *, known=None, asked=None, directory=None, **changes):
    return answers(table, settings(**changes), customers=known, invitations=asked, directory=directory)


def kept(table):
    """person → score, and reason → rows set aside."""
    scores = dict(zip(table.frame["person"], table.frame["score"].tolist(), strict=True))
    return scores, dict(zip(table.aside["row"].tolist(), table.aside["reason"], strict=True))


def test_one_answer_is_one_row_with_all_columns(responses):
    table = one_a_person(responses(customer_id=["a"], score=[8]))
    assert list(table.frame) == [*ANSWER_COLUMNS, "segment"]
    row = table.frame.iloc[0]
    assert (row["person"], row["customer_id"], row["score"], row["segment"]) == ("a", "a", 8, "passive")
    assert row[["responded_at", "recommended_count", "influence", "warned_count"]].isna().all()
    assert table.aside.empty


def test_no_answer_at_all(responses):
    table = one_a_person(responses(customer_id=[], score=[], responded_at=[], response_id=[]))
    assert list(table.frame) == [*ANSWER_COLUMNS, "segment"] and table.frame.empty


def test_segments_by_own_cut_offs(responses):
    table = one_a_person(responses(customer_id=list("abc"), score=[4, 5, 8]), passive_from=5, promoter_from=8)
    assert table.frame["segment"].tolist() == ["detractor", "passive", "promoter"]


def test_blank_is_not_zero(responses):
    table = one_a_person(responses(customer_id=["a"], score=[8], recommended_count=[None], influence=[None]))
    assert table.frame[["recommended_count", "influence"]].isna().all(axis=None)


@pytest.mark.parametrize("days", [("2026-02-01", "2026-02-02"), ("2026-02-02 10:00:00", "2026-02-02 10:00:01")])
def test_latest_answer_wins(responses, days):
    later_last = responses(customer_id=["a", "a"], score=[3, 9], responded_at=list(days))
    later_first = responses(customer_id=["a", "a"], score=[9, 3], responded_at=list(days[::-1]))
    assert kept(one_a_person(later_last)) == ({"a": 9}, {2: "answered_again"})
    assert kept(one_a_person(later_first)) == ({"a": 9}, {3: "answered_again"})


@pytest.mark.parametrize("ids, score", [(("R2", "R1"), 9), (("R10", "R9"), 9), (("10", "9"), 9), (("R1", "R2"), 3)])
def test_tie_goes_to_the_smallest_answer_id(responses, ids, score):
    day = "2026-02-01 10:00:00"
    table = responses(customer_id=["a", "a"], score=[3, 9], responded_at=[day, day], response_id=list(ids))
    assert kept(one_a_person(table))[0] == {"a": score}


@pytest.mark.parametrize("values", [(9, 3), (3, 9)])
def test_tie_without_ids_goes_to_the_lowest_score_in_any_order(responses, values):
    table = responses(customer_id=["a", "a"], score=list(values), responded_at=["2026-02-01"] * 2)
    assert kept(one_a_person(table))[0] == {"a": 3}


def test_answer_without_a_date_is_not_the_latest(responses):
    table = responses(customer_id=["a", "a"], score=[3, 9], responded_at=["2026-02-01", None])
    assert kept(one_a_person(table)) == ({"a": 3}, {3: "answered_again"})


def test_period_includes_both_days(responses):
    moments = ["2026-01-31 23:59:59", "2026-02-01 00:00:00", "2026-02-28 23:59:59", "2026-03-01 00:00:00"]
    table = responses(customer_id=list("abcd"), score=[1, 2, 3, 4], responded_at=moments)
    found = one_a_person(table, answers_from="2026-02-01", answers_to="2026-02-28")
    assert kept(found) == ({"b": 2, "c": 3}, {2: "outside_period", 5: "outside_period"})


def test_latest_is_the_latest_of_the_period(responses):
    table = responses(customer_id=["a", "a"], score=[3, 9], responded_at=["2026-02-28", "2026-03-01"])
    assert kept(one_a_person(table, answers_to="2026-02-28")) == ({"a": 3}, {3: "outside_period"})


def test_customers_outside_where_are_filtered(responses):
    table = responses(customer_id=["a", "b", "x"], score=[3, 9, 10])
    found = one_a_person(table, known=customers("a"), where={"region": "east"})
    assert kept(found) == ({"a": 3}, {3: "filtered", 4: "filtered"})


def test_unknown_sender_stays_in_the_score(responses):
    table = responses(customer_id=["a", "x"], score=[3, 9])
    found = one_a_person(table, known=customers("a"))
    assert kept(found) == ({"a": 3, "x": 9}, {})


def test_match_by_email(responses):
    known = customers("c1", "c2", email=["a@example.jp", "b@example.jp"])
    table = responses(email=["b@example.jp", "x@example.jp"], score=[3, 9])
    found = one_a_person(table, known=known).frame
    assert found["customer_id"].tolist()[:1] == ["c2"] and found["customer_id"].isna().tolist() == [False, True]
    assert found["person"].tolist() == ["c2", "email:x@example.jp"]


def test_shared_email_matches_nobody(responses):
    known = customers("c1", "c2", email=["a@example.jp", "a@example.jp"])
    found = one_a_person(responses(email=["a@example.jp"], score=[3]), known=known)
    assert found.frame["customer_id"].isna().all() and len(found.frame) == 1


def test_email_shared_with_a_customer_outside_the_report_matches_nobody(responses):
    everyone = customers("c1", "c2", email=["a@example.jp", "a@example.jp"])
    found = one_a_person(responses(email=["a@example.jp"], score=[3]), known=everyone[:1], directory=everyone)
    assert found.frame["customer_id"].isna().all()


def test_match_by_token_and_two_tokens_of_one_customer(responses):
    asked = invitations(("c1", "t1"), ("c1", "t2"), ("c2", "t3"))
    table = responses(
        token=["t1", "t2", "t9"], score=[3, 9, 5], responded_at=["2026-02-02", "2026-02-01", "2026-02-01"]
    )
    found = one_a_person(table, asked=asked)
    assert kept(found) == ({"c1": 3}, {3: "answered_again", 4: "token_unknown"})


def test_blank_token_of_an_invitation_matches_nobody(responses):
    asked = invitations(("c1", None), ("c2", "t2"))
    assert one_a_person(responses(token=["t2"], score=[3]), asked=asked).frame["customer_id"].tolist() == ["c2"]


def test_each_answer_is_matched_by_what_it_carries(responses):
    # its own id, else its token, else its e-mail; a token that nobody was sent leaves the e-mail to tell
    known = customers("c1", "c2", "c3", email=["a@x.jp", "b@x.jp", "c@x.jp"])
    table = responses(
        customer_id=["c9", None, None, None, None],
        token=["t1", "t1", "t9", None, None],
        email=["b@x.jp", "b@x.jp", "c@x.jp", "b@x.jp", None],
        score=[1, 2, 3, 4, 5],
    )
    found = one_a_person(table, known=known, asked=invitations(("c1", "t1")))
    assert kept(found) == ({"c9": 1, "c1": 2, "c3": 3, "c2": 4, "row:6": 5}, {})


def test_each_anonymous_answer_is_a_person_of_its_own(responses):
    found = one_a_person(responses(score=[3, 3, 9]), known=customers("a"))
    assert kept(found) == ({"row:2": 3, "row:3": 3, "row:4": 9}, {})
    assert found.frame["customer_id"].isna().all()


def test_without_directory_the_key_itself_is_the_person(responses):
    found = one_a_person(responses(token=["t1", "t1", "t2"], score=[3, 3, 5]))
    assert found.frame["person"].tolist() == ["token:t1", "token:t2"] and found.frame["customer_id"].isna().all()


def test_score_counts_by_hand(responses):
    answered = one_a_person(responses(customer_id=list("abcd"), score=[0, 9, 9, 7])).frame
    table = score_counts(answered, settings(passive_from=1, promoter_from=8)).set_index("score")
    assert table.index.tolist() == list(range(11))
    assert table["answers"].to_dict() == dict.fromkeys(range(11), 0) | {0: 1, 7: 1, 9: 2}
    assert table.loc[[0, 7, 8, 9], "share"].tolist() == [0.25, 0.25, 0, 0.5]
    assert table["segment"].tolist() == ["detractor"] + ["passive"] * 7 + ["promoter"] * 3


@pytest.mark.parametrize("scale", [[1, 5], [5, 1]])
def test_score_counts_on_another_scale(responses, scale):
    chosen = settings(score_scale=scale, passive_from=4, promoter_from=5)
    table = score_counts(one_a_person(responses(customer_id=list("ab"), score=[5, 1])).frame, chosen)
    assert table["score"].tolist() == [1, 2, 3, 4, 5]
    assert table["answers"].tolist() == [1, 0, 0, 0, 1]
    assert table["segment"].tolist() == ["detractor"] * 3 + ["passive", "promoter"]


@each(
    ("scale", "cuts", "spans"),
    [
        ([0, 100], (70, 90), "0-9 10-19 20-29 30-39 40-49 50-59 60-69 70-79 80-89 90-100"),
        ([0, 100], (75, 90), "0-9 10-19 20-29 30-39 40-49 50-59 60-69 70-74 75-79 80-89 90-100"),
        ([0, 100], (70, 100), "0-9 10-19 20-29 30-39 40-49 50-59 60-69 70-79 80-89 90-99 100-100"),
        ([0, 20], (14, 18), "0-1 2-3 4-5 6-7 8-9 10-11 12-13 14-15 16-17 18-20"),
        ([1, 11], (8, 10), "1-1 2-2 3-3 4-4 5-5 6-6 7-7 8-8 9-9 10-10 11-11"),
        ([1, 100], (71, 91), "1-10 11-20 21-30 31-40 41-50 51-60 61-70 71-80 81-90 91-100"),
    ],
)
def test_scores_of_a_long_scale_stand_in_spans_of_one_segment(scale, cuts, spans):
    chosen = settings(score_scale=scale, passive_from=cuts[0], promoter_from=cuts[1])
    low, high = scale
    table = score_counts(pd.DataFrame({"score": pd.array(range(low, high + 1), dtype="Int64")}), chosen)
    assert " ".join(f"{row.score}-{row.last}" for row in table.itertuples()) == spans
    assert table["answers"].tolist() == [row.last - row.score + 1 for row in table.itertuples()]  # each score once
    assert table["share"].sum() == pytest.approx(1)
    for row in table.itertuples():  # by the cut-offs, both ends of a span lie in its segment
        named = [sum(score >= cut for cut in cuts) for score in (row.score, row.last)]
        assert [("detractor", "passive", "promoter")[place] for place in named] == [row.segment] * 2


def test_score_counts_of_nobody(responses):
    table = score_counts(one_a_person(responses(customer_id=[], score=[])).frame, settings())
    assert table["answers"].eq(0).all() and table["share"].isna().all()


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),  # customer_id
        st.integers(0, 10),  # score
        st.sampled_from(["2026-02-01", "2026-02-02 09:00:00", "2026-02-02 09:00:01"]),
        st.sampled_from([None, "R1", "R2", "R10"]),
        st.none() | st.integers(0, 3),  # recommended_count
    ),
    max_size=10,
)


def table_of(responses, rows):
    names = ("customer_id", "score", "responded_at", "response_id", "recommended_count")
    return responses(**{name: [row[place] for row in rows] for place, name in enumerate(names)})


def naive_answers(rows):
    """person → (score, recommended_count), by a plain loop."""
    best = {}
    for person, score, moment, answer_id, count in rows:
        rank = (len(answer_id or ""), answer_id or "", score, -1 if count is None else count)
        best.setdefault(person, []).append((moment or "", rank, score, count))
    latest = {person: max(found)[0] for person, found in best.items()}
    first = {person: min(row[1:] for row in found if row[0] == latest[person]) for person, found in best.items()}
    return {person: row[1:] for person, row in first.items()}


def found_answers(table):
    counts = [None if pd.isna(count) else int(count) for count in table.frame["recommended_count"]]
    pairs = zip(table.frame["score"].tolist(), counts, strict=True)
    return dict(zip(table.frame["person"], pairs, strict=True))


@quick
@given(ROWS)
def test_kept_answers_as_by_a_plain_loop(responses, rows):
    table = one_a_person(table_of(responses, rows), answered_again="latest")
    assert found_answers(table) == naive_answers(rows)
    assert table.frame["person"].is_unique


@quick
@given(ROWS, st.randoms(use_true_random=False), st.sampled_from(["latest", "first", "mean", "drop"]))
def test_order_of_rows_changes_nothing(responses, rows, random, rule):
    shuffled = random.sample(rows, len(rows))
    first, second = (one_a_person(table_of(responses, some), answered_again=rule) for some in (rows, shuffled))
    in_order = [table.frame.sort_values("person").reset_index(drop=True) for table in (first, second)]
    pd.testing.assert_frame_equal(*in_order)
    assert ledger(first) == ledger(second)


@quick
@given(ROWS)
def test_ledger_closes(responses, rows):
    account = ledger(one_a_person(table_of(responses, rows), answers_from="2026-02-02", answered_again="first"))
    assert account["rows_in"] == len(rows) and not account["defective"]
    assert account["rows_used"] + sum(account["not_applicable"].values()) == len(rows)


def test_input_stays_as_it_was(responses):
    table = responses(customer_id=["a", "a"], score=[3, 4])
    before = table.frame.copy()
    one_a_person(table)
    pd.testing.assert_frame_equal(table.frame, before)


def listed(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "token", "expires_on"])
    ends = pd.to_datetime(frame["expires_on"]).astype("datetime64[us]")
    return frame.astype({"customer_id": "str", "token": "str"}).assign(expires_on=ends)


def test_a_token_that_nobody_was_sent_is_set_aside(responses):
    found = one_a_person(responses(token=["t1", "t9"], score=[9, 0]), asked=invitations(("c1", "t1")))
    assert kept(found) == ({"c1": 9}, {3: "token_unknown"})
    assert ledger(found)["defective"] == {"token_unknown": 1}


OWN = "tabcdefghijklmnopqrstuvwxyz234567ab"


def test_letter_case_makes_no_difference_to_the_kits_own_tokens(responses):
    asked = invitations(("c1", OWN), ("c2", OWN[:-1] + "c"), ("c3", "aB3")).assign(wave=["w1", "w2", "w3"])
    table = responses(token=[OWN.upper(), OWN[:-1].title() + "c", "aB3", "AB3"], score=[9, 8, 7, 6])
    found = one_a_person(table, asked=asked)
    assert kept(found) == ({"c1": 9, "c2": 8, "c3": 7}, {5: "token_unknown"})
    assert found.frame["wave"].tolist() == ["w1", "w2", "w3"]


@pytest.mark.parametrize("token", [OWN[:-1] + "1", OWN + "a", OWN[:-1], "s" + OWN[1:]])
def test_tokens_of_another_form_are_matched_letter_by_letter(responses, token):
    found = one_a_person(responses(token=[token.upper()], score=[9]), asked=invitations(("c1", token)))
    assert kept(found) == ({}, {2: "token_unknown"})


def test_an_expired_token_in_capitals_is_expired(responses):
    asked = invitations(("c1", OWN)).assign(expires_on=pd.to_datetime(["2026-03-01"]))
    found = one_a_person(responses(token=[OWN.upper()], score=[9], responded_at=["2026-03-02"]), asked=asked)
    assert kept(found) == ({}, {2: "token_expired"})


@pytest.mark.parametrize("asked", [None, customers("c1"), invitations(("c1", None))])
def test_without_a_list_of_tokens_none_is_unknown(responses, asked):
    assert kept(one_a_person(responses(token=["t9"], score=[9]), asked=asked)) == ({"token:t9": 9}, {})


def test_who_is_known_otherwise_needs_no_token(responses):
    known = customers("c1", "c2", email=["a@x.jp", "b@x.jp"])
    table = responses(
        token=["t9", "t9", "t9"], customer_id=["c1", None, "zz"], email=[None, "b@x.jp", None], score=[9, 8, 7]
    )
    found = one_a_person(table, known=known, asked=invitations(("c3", "t1")))
    assert kept(found) == ({"c1": 9, "c2": 8}, {4: "token_unknown"})


@pytest.mark.parametrize(
    ("answered", "late"), [("2026-03-31T23:59:59", False), ("2026-04-01T00:00:00", True), (None, False)]
)
def test_an_invitation_holds_until_the_end_of_its_last_day(responses, answered, late):
    found = one_a_person(
        responses(token=["t1"], score=[9], responded_at=[answered]), asked=listed(("c1", "t1", "2026-03-31"))
    )
    assert kept(found) == (({}, {2: "token_expired"}) if late else ({"c1": 9}, {}))
    assert ledger(found)["not_applicable"] == ({"token_expired": 1} if late else {})


def test_an_invitation_without_a_last_day_holds(responses):
    table = responses(token=["t1"], score=[9], responded_at=["2036-01-01"])
    assert kept(one_a_person(table, asked=listed(("c1", "t1", None)))) == ({"c1": 9}, {})


def test_an_expired_answer_does_not_replace_one_in_time(responses):
    table = responses(token=["t1", "t1"], score=[9, 0], responded_at=["2026-03-01", "2026-05-01"])
    found = one_a_person(table, asked=listed(("c1", "t1", "2026-03-31")))
    assert kept(found) == ({"c1": 9}, {3: "token_expired"})


def test_an_expired_token_beside_a_known_customer_counts(responses):
    table = responses(token=["t1"], customer_id=["c1"], score=[9], responded_at=["2026-05-01"])
    found = one_a_person(table, known=customers("c1"), asked=listed(("c1", "t1", "2026-03-31")))
    assert kept(found) == ({"c1": 9}, {})
