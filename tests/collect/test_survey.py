"""Step 1 as a whole, from files."""

from math import isnan

import pytest

from helpers.base.errors import KitError
from helpers.collect.funnel import Funnel
from helpers.collect.survey import survey

CUSTOMERS = ["customer_id,acquired_on,region", "a,2024-01-01,east", "b,2024-01-01,west", "c,2024-01-01,east"]
ANSWERS = ["customer_id,score,responded_at", "a,9,2026-02-01", "b,0,2026-02-01", "x,10,2026-02-01", "a,7,2026-02-02"]
ASKED = ["customer_id,token", "a,1", "b,2", "c,3", "a,1", "a,5"]


def test_score_and_funnel(files):
    found = survey(files(customers=CUSTOMERS, responses=ANSWERS, invitations=ASKED))
    # a's later 7, b's 0, x's 10: one of each
    assert (found.nps.detractors, found.nps.passives, found.nps.promoters) == (1, 1, 1) and found.nps.value == 0
    assert found.funnel == Funnel(invited=3, invited_usable=2, answered=4, usable=3, matched=2)
    assert found.ledgers["responses"]["not_applicable"] == {"answered_again": 1}
    assert found.ledgers["invitations"]["not_applicable"] == {"duplicate_row": 1}


def test_answers_alone(files):
    found = survey(files(responses=ANSWERS))
    assert found.nps.n == 3 and found.funnel == Funnel(None, 0, 4, 3, None)
    assert list(found.ledgers) == ["responses"]


def test_no_answers_at_all(files):
    found = survey(files(customers=CUSTOMERS, invitations=ASKED))
    assert found.answers is None and found.nps.n == 0 and isnan(found.nps.value)
    assert found.funnel == Funnel(invited=3, invited_usable=0, answered=0, usable=0, matched=0)


def test_where_narrows_those_asked_and_those_who_answered(files):
    # in the east: a and c asked, a answered
    settings = {"where": {"region": "east"}}
    found = survey(files(settings, customers=CUSTOMERS, responses=ANSWERS, invitations=ASKED))
    assert found.funnel == Funnel(invited=2, invited_usable=1, answered=2, usable=1, matched=1)  # a answered twice
    assert found.funnel.response_rate == 0.5
    assert found.ledgers["invitations"]["not_applicable"] == {"filtered": 1, "duplicate_row": 1}
    assert found.ledgers["responses"]["not_applicable"] == {"answered_again": 1, "filtered": 2}


def test_where_finds_the_owner_of_a_token(files):
    answers = ["token,score", "1,9", "2,0"]
    settings = {"where": {"region": "east"}}
    found = survey(files(settings, customers=CUSTOMERS, responses=answers, invitations=ASKED))
    assert found.answers["customer_id"].tolist() == ["a"]


def test_email_of_two_customers_is_never_merged(files):
    customers = ["customer_id,acquired_on,region,email", "a,2024-01-01,east,A@x.jp", "b,2024-01-01,west,a@x.jp",
                 "c,2024-01-01,east,c@x.jp"]  # fmt: skip
    answers = ["email,score", "a@x.jp,9", "c@x.jp,9"]
    found = survey(files(customers=customers, responses=answers)).answers
    assert found["person"].tolist() == ["email:a@x.jp", "c"] and found["customer_id"].isna().tolist() == [True, False]
    in_the_east = survey(files({"where": {"region": "east"}}, customers=customers, responses=answers)).answers
    assert in_the_east["person"].tolist() == ["c"]


@pytest.mark.parametrize(("known", "stops"), [(2, False), (1, True), (0, True)])
def test_under_half_of_the_answers_known_stops(files, known, stops):
    customers = ["customer_id,acquired_on", *(f"c{i},2030-01-01" for i in range(known))]  # later customers count too
    chosen = files(customers=customers, responses=["customer_id,score", *(f"c{i},9" for i in range(4))])
    if stops:
        with pytest.raises(KitError, match=rf"E-MATCH responses\.csv: only {known} of 4 answers"):
            survey(chosen)
    else:
        assert survey(chosen).nps.n == 4


def test_customer_acquired_on_the_reports_date_is_known_but_not_of_the_report(files):
    customers = ["customer_id,acquired_on", "a,2026-03-31", "b,2026-04-01"]
    answers = ["customer_id,score,recommended_count", "a,9,1", "b,9,1"]
    found = survey(files(customers=customers, responses=answers))
    assert (found.funnel.matched, found.funnel.counted, found.nps.n) == (2, 1, 2)


@pytest.mark.parametrize(("known", "warned"), [(9, False), (8, True)])
def test_under_nine_in_ten_answers_known_is_a_warning(files, known, warned):
    customers = ["customer_id", *(f"c{i}" for i in range(known))]
    found = survey(files(customers=customers, responses=["customer_id,score", *(f"c{i},9" for i in range(10))]))
    warning = {"code": "W-MATCH", "file": "responses.csv", "matched": known, "answers": 10}
    assert (warning in found.ledgers["responses"]["warnings"]) == warned


def test_ids_that_match_nobody_stop_under_where_too(files):
    # filtered first, all answers would be of others, and the score that of nobody
    customers = ["customer_id,region", *(f"0{i},east" for i in range(10, 20))]
    answers = ["customer_id,score", *(f"{i},9" for i in range(10, 20))]
    with pytest.raises(KitError, match="E-MATCH") as stopped:
        survey(files({"where": {"region": "east"}}, customers=customers, responses=answers))
    assert "leading zeros" in stopped.value.said("en") and "先頭のゼロ" in stopped.value.said("ja")


def test_answers_of_others_are_no_reason_to_stop_under_where(files):
    customers = ["customer_id,region", *(f"c{i},{'east' if i < 2 else 'west'}" for i in range(10))]
    answers = ["customer_id,score", *(f"c{i},9" for i in range(10))]
    found = survey(files({"where": {"region": "east"}}, customers=customers, responses=answers))
    assert found.nps.n == 2 and found.ledgers["responses"]["warnings"] == []


@pytest.mark.parametrize(
    ("known", "hint"), [("A-{}", "those of another system"), ("0{}", "leading zeros"), ("{}X", "letters at the end")]
)
def test_the_stop_tells_what_keeps_the_ids_apart(files, known, hint):
    customers = ["customer_id", *(known.format(i) for i in range(10, 20))]
    answers = ["customer_id,score", *(f"{i},9" for i in range(10, 15)), "nobody,3"]
    with pytest.raises(KitError, match=r"E-MATCH responses\.csv: only 0 of 6 answers") as stopped:
        survey(files(customers=customers, responses=answers))
    assert hint in str(stopped.value)
    assert not {"10", "A-10", "nobody"} & set(str(stopped.value).split())  # never a value


def test_answers_declared_anonymous_are_warned_of_and_used(files):
    settings = {"columns": {"responses": {"customer_id": ""}}}
    found = survey(files(settings, customers=CUSTOMERS, responses=["score", "9", "0", "10"]))
    assert (found.nps.n, found.funnel.matched) == (3, 0)
    assert [warned["code"] for warned in found.ledgers["responses"]["warnings"]] == ["W-MATCH"]


def test_settings_reach_the_score(files):
    settings = {"passive_from": 8, "promoter_from": 10, "confidence": 0.8, "population": 30}
    found = survey(files(settings, responses=ANSWERS)).nps
    plain = survey(files({"passive_from": 8, "promoter_from": 10}, responses=ANSWERS)).nps
    assert (found.detractors, found.passives, found.promoters) == (2, 0, 1)
    assert found.high - found.low < plain.high - plain.low


def test_blank_and_impossible_scores_are_counted_apart(files):
    answers = ["customer_id,score", *(f"c{n},9" for n in range(8)), "y,", "z,11"]
    found = survey(files(responses=answers))
    assert found.nps.value == 1 and found.nps.n == 8
    account = found.ledgers["responses"]
    assert (account["not_applicable"], account["defective"]) == ({"score_blank": 1}, {"score_range": 1})


def test_an_unfinished_answer_hides_no_earlier_one(files):
    answers = ["customer_id,score,responded_at,finished", "a,3,2026-02-01,1", "a,9,2026-02-02,0", "b,9,2026-02-02,1"]
    found = survey(files(responses=answers))
    assert dict(zip(found.answers["person"], found.answers["score"], strict=True)) == {"a": 3, "b": 9}
    assert found.ledgers["responses"]["not_applicable"] == {"unfinished": 1}


@pytest.mark.parametrize(("scale", "scores"), [([1, 5], "5,5,4,1"), ([5, 1], "1,1,2,5")])
def test_scores_on_another_scale(files, scale, scores):
    # two fives, a four and a one, where 5 is best: 2 promoters, 1 passive, 1 detractor
    chosen = {"score_scale": scale, "passive_from": 4, "promoter_from": 5}
    answers = ["customer_id,score", *(f"c{place},{score}" for place, score in enumerate(scores.split(",")))]
    found = survey(files(chosen, responses=answers)).nps
    assert (found.promoters, found.passives, found.detractors, found.value) == (2, 1, 1, 0.25)


def test_where_needs_customers(files):
    with pytest.raises(KitError, match="E-WHERE-CUSTOMERS where: there is no file of customers") as stopped:
        survey(files({"where": {"region": "east"}}, responses=ANSWERS))
    assert "顧客ファイルがありません" in stopped.value.said("ja")


def test_population_under_the_answers_is_named(files):
    with pytest.raises(KitError, match="E-PARAMETER population"):
        survey(files({"population": 2}, responses=ANSWERS))


def test_many_defects_stop(files):
    with pytest.raises(KitError, match=r"E-ROWS-DEFECTIVE responses\.csv row 3 \(1 in all\) of 2 rows"):
        survey(files(responses=["customer_id,score", "a,9", "b,11"]))


def test_first_defect_stops_where_asked(files):
    answers = ["customer_id,score", *(f"c{n},9" for n in range(9)), "z,11"]
    with pytest.raises(KitError, match=r"^E-SCORE-RANGE responses\.csv row 11 .*\"score\".* set bad_rows: set_aside"):
        survey(files({"bad_rows": "stop"}, responses=answers))


def test_warnings_to_take_off_need_their_column(files):
    with pytest.raises(KitError, match=r"E-WARNED responses\.csv: no column warned_count, which warned_weight needs"):
        survey(files({"warned_weight": 0.5}, responses=ANSWERS))


@pytest.mark.parametrize(
    ("window", "as_of", "later"),
    [("before", "2025-11-05", []), ("before", "2025-11-04", [1]), ("before", "2025-11-03", [3]),
     ("after", "2025-06-01", [])],
)  # fmt: skip
def test_answers_long_after_the_reports_date_are_warned_of(files, window, as_of, later):
    # kept are b's and x's answers of 2026-02-01, 90 days after 2025-11-03, and a's of the 2nd
    found = survey(files({"as_of": as_of, "window": window}, responses=ANSWERS))
    warned = [one for one in found.ledgers["responses"]["warnings"] if one["code"] == "W-ANSWER-LATER"]
    assert [one["n"] for one in warned] == later
    assert all(one == {**one, "days": 90, "as_of": as_of} for one in warned)


def test_tokens_of_waves_that_were_sent_out_are_known(files, tmp_path, monkeypatch):
    # the list that is named has the last wave; an answer to the first one, sent out by the kit, is no stranger's
    monkeypatch.setenv("NPS_KIT_INVITATIONS", str(tmp_path / "sent"))
    folder = tmp_path / "sent" / "tea" / "2025-09"
    folder.mkdir(parents=True)
    listed = ["customer_id,token,wave,invited_at,expires_on", "a,t1,2025-09,2025-09-01,2025-10-31"]
    (folder / "invitations.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    asked = [listed[0], "a,t2,2026-03,2026-03-01,2026-04-30", "b,t3,2026-03,2026-03-01,2026-04-30"]
    answers = ["token,score,responded_at", "t1,0,2025-09-05", "t2,9,2026-03-05", "t1,5,2025-11-01", "t9,3,2026-03-05"]
    many = [f"t3,{score},2026-03-06" for score in (7, 7, 7, 7)]  # so that the stranger's is under a fifth
    found = survey(files({"report_name": "tea"}, customers=CUSTOMERS, invitations=asked, responses=[*answers, *many]))
    assert found.answers.set_index("customer_id")["segment_before"].fillna("").to_dict() == {"a": "detractor", "b": ""}
    account = found.ledgers["responses"]
    assert account["defective"] == {"token_unknown": 1} and account["not_applicable"]["token_expired"] == 1
    assert found.funnel.invited == 2 and found.monitor.rate.numerator == 2


def test_a_report_without_answers_plans_whom_to_ask(files):
    customers = ["customer_id,acquired_on,email,mail_consent", "a,2024-01-01,a@x.jp,1", "b,2024-01-01,b@x.jp,0"]
    found = survey(files(customers=customers))
    assert found.plan.asked["customer_id"].tolist() == ["a"] and found.monitor is None and found.waves is None
    assert survey(files(customers=customers, responses=ANSWERS[:2])).plan is None


def test_who_was_asked_after_the_last_day_of_answers_kept_no_silence(files):
    asked = ["customer_id,invited_at", "a,2026-01-20", "b,2026-02-01", "c,2026-02-02", "a,2026-02-03"]
    chosen = files({"answers_to": "2026-02-01"}, customers=CUSTOMERS, responses=ANSWERS, invitations=asked)
    found = survey(chosen)
    assert found.funnel == Funnel(invited=2, invited_usable=2, answered=3, usable=3, matched=2)
    assert found.ledgers["invitations"]["not_applicable"] == {"outside_period": 2}
    assert survey(chosen.model_copy(update={"answers_to": None})).funnel.invited == 3
    undated = files({"answers_to": "2026-02-01"}, customers=CUSTOMERS, responses=ANSWERS, invitations=ASKED)
    assert survey(undated).funnel.invited == 3


@pytest.mark.parametrize(
    ("changes", "n"), [({"answers_to": "2026-02-01"}, 1), ({"answers_from": "2026-01-01"}, 1), ({}, 0)]
)
def test_a_period_that_undated_answers_can_not_keep_is_warned_of(files, changes, n):
    found = survey(files(changes, responses=["customer_id,score", "a,9", "b,2"]))
    assert found.nps.n == 2
    assert [one["code"] for one in found.ledgers["responses"]["warnings"]].count("W-ANSWER-UNDATED") == n


BY_ORDER = [
    "review_id,order_id,score,answered_at",
    *(f"v{n},O{n},{(9, 3, 8)[n % 3]},2026-02-0{n + 1}" for n in range(6)),
]
ORDERS = [
    "order_id,customer_id,ordered_at,amount",
    *(f"O{n},{('a', 'b', 'c', 'a', 'b')[n]},2025-06-0{n + 1},100" for n in range(5)),
]


def test_answers_find_their_customers_through_their_orders(files):
    once = [*BY_ORDER[:4], "v9,O9,3,2026-02-09", "v8,,3,2026-02-09"]
    found = survey(files(customers=CUSTOMERS, purchases=ORDERS, responses=once))
    assert found.answers["person"].tolist() == ["a", "b", "c", "order_id:O9"]
    assert found.funnel.matched == 3 and found.ledgers["responses"]["defective"] == {"id_blank": 1}
    again = survey(files({"answered_again": "latest"}, customers=CUSTOMERS, purchases=ORDERS, responses=BY_ORDER))
    assert again.answers["customer_id"].dropna().tolist() == ["c", "a", "b"]


def test_orders_of_buyers_where_there_are_no_customers_and_of_several_customers_none(files):
    orders = [ORDERS[0].replace("customer_id", "email"), "O0,a@x.jp,2025-06-01,100", "O1,b@x.jp,2025-06-02,100"]
    found = survey(files(purchases=orders, responses=BY_ORDER[:3])).answers
    assert found["customer_id"].tolist() == ["a@x.jp", "b@x.jp"]


def test_without_purchases_orders_are_asked_for(files):
    with pytest.raises(KitError, match=r"E-MATCH .*file of purchases"):
        survey(files(customers=CUSTOMERS, responses=BY_ORDER))
    assert survey(files(responses=BY_ORDER)).nps.n == 6
