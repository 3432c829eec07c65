"""Step 1 as a whole, from files."""

from math import isnan

import pytest

from helpers.base.errors import KitError
from helpers.collect.responses import Funnel
from helpers.collect.survey import survey

CUSTOMERS = ["customer_id,acquired_on,region", "a,2024-01-01,east", "b,2024-01-01,west", "c,2024-01-01,east"]
ANSWERS = ["customer_id,score,responded_at", "a,9,2026-02-01", "b,0,2026-02-01", "x,10,2026-02-01", "a,7,2026-02-02"]
ASKED = ["customer_id,token", "a,1", "b,2", "c,3", "a,1", "a,5"]


def test_score_and_funnel(files):
    found = survey(files(customers=CUSTOMERS, responses=ANSWERS, invitations=ASKED))
    # a's later 7, b's 0, x's 10: one of each
    assert (found.nps.detractors, found.nps.passives, found.nps.promoters) == (1, 1, 1) and found.nps.value == 0
    assert found.funnel == Funnel(asked=3, asked_answered=2, answered=3, matched=2)
    assert found.ledgers["responses"]["not_applicable"] == {"answered_again": 1}
    assert found.ledgers["invitations"]["defective"] == {"duplicate_row": 1}


def test_answers_alone(files):
    found = survey(files(responses=ANSWERS))
    assert found.nps.n == 3 and found.funnel == Funnel(None, 0, 3, None)
    assert list(found.ledgers) == ["responses"]


def test_no_answers_at_all(files):
    found = survey(files(customers=CUSTOMERS, invitations=ASKED))
    assert found.answers is None and found.nps.n == 0 and isnan(found.nps.value)
    assert found.funnel == Funnel(asked=3, asked_answered=0, answered=0, matched=0)


def test_where_narrows_those_asked_and_those_who_answered(files):
    # in the east: a and c asked, a answered
    settings = {"where": {"region": "east"}}
    found = survey(files(settings, customers=CUSTOMERS, responses=ANSWERS, invitations=ASKED))
    assert found.funnel == Funnel(asked=2, asked_answered=1, answered=1, matched=1)
    assert found.funnel.response_rate == 0.5
    assert found.ledgers["invitations"]["not_applicable"] == {"filtered": 1}
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


def test_customer_acquired_on_the_reports_date_is_not_matched(files):
    customers = ["customer_id,acquired_on", "a,2026-03-31", "b,2026-04-01"]
    found = survey(files(customers=customers, responses=["customer_id,score", "a,9", "b,9"]))
    assert found.funnel.matched == 1 and found.nps.n == 2


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


def test_where_needs_customers(files):
    with pytest.raises(KitError, match="E-WHERE"):
        survey(files({"where": {"region": "east"}}, responses=ANSWERS))


def test_population_under_the_answers_is_named(files):
    with pytest.raises(KitError, match="E-PARAMETER population"):
        survey(files({"population": 2}, responses=ANSWERS))


def test_many_defects_stop(files):
    with pytest.raises(KitError, match=r"E-ROWS-DEFECTIVE responses.csv row 3: score_range"):
        survey(files(responses=["customer_id,score", "a,9", "b,11"]))


def test_first_defect_stops_where_asked(files):
    answers = ["customer_id,score", *(f"c{n},9" for n in range(9)), "z,11"]
    with pytest.raises(KitError, match=r"row 11: score_range .* set bad_rows: set_aside"):
        survey(files({"bad_rows": "stop"}, responses=answers))


def test_warnings_to_take_off_need_their_column(files):
    with pytest.raises(KitError, match=r"E-WARNED warned_weight is set, but responses\.csv has no column warned_count"):
        survey(files({"warned_weight": 0.5}, responses=ANSWERS))
