"""Rated questions: a shop whose drivers are known, whom they are of, what stays hidden, what can't be told apart."""

from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.base.results import is_hidden
from helpers.base.tables import RATING
from helpers.compare.basis import basis_of
from helpers.compare.drivers.drivers import drivers
from helpers.compare.settings import CompareSettings
from helpers.disclosure import shown
from tests.each import each

BY_QUESTION = {"delivery": 0.9, "price": 0.4, "packaging": 0.0}  # what one more point of a rating adds to the score


def shop_rated(n=400, seed=1, by=BY_QUESTION, money=0.0):
    """Customers, all with an answer: ratings 1–5, a score made of them and chance, LTV likewise of the first."""
    rng = np.random.default_rng(seed)
    ratings = {name: rng.integers(1, 6, n) for name in by}
    latent = 4 + sum(weight * (ratings[name] - 3) for name, weight in by.items()) + 1.2 * rng.standard_normal(n)
    score = np.clip(np.rint(latent + 3), 0, 10).astype(int)
    net = np.rint(1000 * np.exp(money * ratings[next(iter(by))] + 0.5 * rng.standard_normal(n))).astype(int)
    ids = [f"C{number:04}" for number in range(n)]
    segment = np.select([score >= 9, score >= 7], ["promoter", "passive"], "detractor")
    answered = {"recommended_count": np.nan, "influence": np.nan, "warned_count": np.nan, "score": score}
    rows = pd.DataFrame(
        {"customer_id": ids, "person": ids, "segment": segment, "net_amount": net, "orders": 1, **answered}
    )
    rows["acquired_on"] = pd.Timestamp("2020-01-01")
    rows["acquisition_channel"] = "ads"
    answers = rows[["customer_id", "person", "segment", *answered]].copy()
    for name, given in ratings.items():
        answers[f"{RATING}{name}"] = pd.array(given, dtype="Int64")
    return rows, answers


def settings(**changes):
    return CompareSettings(as_of="2026-04-01", resamples=400, **changes)


def found(rows, answers, **changes):
    return drivers(basis_of(rows, answers, settings(**changes)))


def test_known_drivers_are_found_in_their_order():
    """Variances by the model: 0.81 × 2 = 1.62, 0.16 × 2 = 0.32, 0; chance 1.44: 48 %, 9.5 % and 0 of 3.38."""
    result = found(*shop_rated(2000))
    shares = {name: question.score for name, question in result.questions.items()}
    for name, true in {"delivery": 0.48, "price": 0.095, "packaging": 0.0}.items():
        assert shares[name].low - 0.02 <= true <= shares[name].high + 0.02
    assert shares["packaging"].low <= 0 < shares["price"].low and shares["price"].high < shares["delivery"].low
    assert set(result.apart["score"]) == {"price", "packaging"} and result.left_out == 0
    assert abs(sum(share.estimate for share in shares.values()) - result.explained["score"]) < 1e-9
    assert not any(question.falls for question in result.questions.values())


def test_alike_questions_are_not_told_apart():
    result = found(*shop_rated(200, by={"delivery": 0.5, "price": 0.5}))
    assert result.apart["score"] == ()


def test_how_it_is_rated_is_the_mean_of_the_complete_answers():
    rows, answers = shop_rated(300)
    answers.loc[answers.index[:7], f"{RATING}price"] = pd.NA
    result, left = found(rows, answers), answers.iloc[7:]
    assert (result.n, result.left_out, result.valued) == (293, 7, 293)
    assert abs(result.questions["delivery"].rated.mean - left[f"{RATING}delivery"].mean()) < 1e-12


def test_money_is_of_customers_once_each():
    rows, answers = shop_rated(300, money=0.4)
    stranger, again = answers.iloc[[0]].assign(person="X", customer_id=None), answers.iloc[[1]].assign(person="Y")
    both = pd.concat([answers, stranger, again], ignore_index=True)
    result = found(rows, both)
    assert (result.n, result.valued) == (302, 300)
    assert result.questions["delivery"].ltv.low > 0 > result.questions["price"].ltv.low - 0.05


def test_the_order_of_rows_changes_nothing():
    rows, answers = shop_rated(120)
    turned = found(rows, answers.iloc[::-1])
    straight = found(rows, answers)
    assert turned.questions["price"] == straight.questions["price"]


def test_a_scale_that_runs_the_other_way_is_told():
    rows, answers = shop_rated(300)
    answers[f"{RATING}delivery"] = 6 - answers[f"{RATING}delivery"]
    assert [question.falls for question in found(rows, answers).questions.values()][:2] == [True, False]


def test_of_many_questions_the_strongest_ten_are_looked_at():
    rows, answers = shop_rated(400, by={f"q{number}": 0.1 * number for number in range(12)})
    answers[f"{RATING}same"] = pd.array([3] * len(answers), dtype="Int64")
    result = found(rows, answers)
    assert len(result.questions) == 10 and "same" in result.dropped and len(result.dropped) == 3
    assert {"q11", "q10", "q9"} < set(result.questions)


@each(
    "n, by, reason", [(30, BY_QUESTION, "few"), (400, {}, "none"), (41, BY_QUESTION, "")]
)  # ten for each of three, and ten more
def test_too_few_answers_or_no_questions_tell_nothing(n, by, reason):
    rows, answers = shop_rated(n, by=by or BY_QUESTION)
    if not by:
        answers = answers[[name for name in answers if not name.startswith(RATING)]]
    result = found(rows, answers)
    assert result.reason == reason and bool(result.questions) == (reason == "")
    assert shown(result, settings()).reason == reason


def test_nobody_answered():
    rows, _ = shop_rated(20)
    assert drivers(basis_of(rows, None, settings())).reason == "none"


def test_a_small_segment_hides_all():
    rows, answers = shop_rated(400)
    kept = answers[(answers["segment"] != "promoter") | (answers["segment"] == "promoter").cumsum().le(9)]
    result = shown(found(rows, kept), settings())
    assert is_hidden(result.questions["price"].score) and is_hidden(result.explained["score"])
    assert result.apart == {} and is_hidden(result.n) and result.support is None


def test_a_few_who_left_a_question_blank_are_not_counted():
    rows, answers = shop_rated(400)
    answers.loc[answers.index[:4], f"{RATING}price"] = pd.NA
    result = shown(found(rows, answers), settings())
    assert is_hidden(result.n) and is_hidden(result.left_out) and not is_hidden(result.questions["price"].score)
    answers.loc[answers.index[:5], f"{RATING}price"] = pd.NA
    assert shown(found(rows, answers), settings()).left_out == 5


def test_a_question_that_all_but_few_answered_alike_hides_all():
    rows, answers = shop_rated(400)
    answers[f"{RATING}price"] = pd.array([5] * 397 + [4] * 3, dtype="Int64")
    assert is_hidden(shown(found(rows, answers), settings()).questions["delivery"].rated)


def test_money_mostly_of_one_is_hidden_alone():
    rows, answers = shop_rated(400)
    rows.loc[0, "net_amount"] = 10**9
    result = shown(found(rows, answers), settings())
    question = result.questions["delivery"]
    assert is_hidden(question.ltv) and is_hidden(result.explained["ltv"]) and not is_hidden(question.score)
    assert replace(result, support=None) == shown(result, settings())  # shown again, it stays so
