"""What is said of like with like is what its interval allows, and of whom it speaks."""

import pytest

from helpers.compare.bases import headline_bases
from helpers.report import sentences


def test_the_gap_that_is_left_stands_beside_the_plain_one(even, results, words, settings):
    said = sentences.adjusted_sentences(even(), results(), words, settings())
    period = words.say("period_year")
    assert said[0] == words.say("adjusted_more", gap=1500, low=500, high=2500, plain=3000, period=period)
    few = words.say("few_of", least=5)
    assert said[1] == words.say("adjusted_kept_few", promoters="7", detractors=few)
    enough = sentences.adjusted_sentences(even(few=False), results(), words, settings(min_cell=2))[1]
    assert enough == words.say("adjusted_kept", promoters="7", detractors="2", n=57)
    names = words.say("list_separator").join([words.say("covariate_acquired_on"), "region"])
    assert said[2:] == (words.say("adjusted_by", names=names), words.say("adjusted_meaning"))


def test_detractors_who_bring_more_like_with_like(even, results, english, settings):
    said = sentences.adjusted_sentences(even((-900.0, -1500.0, -300.0)), results(), english, settings())[0]
    assert "a detractor brings ¥900 more than a promoter" in said and "between ¥300 and ¥1,500" in said


def test_an_interval_that_holds_zero_tells_no_direction(even, results, english, settings):
    said = sentences.adjusted_sentences(even((100.0, -300.0, 500.0)), results(), english, settings())[0]
    assert "not distinguishable" in said and "between −¥300 and ¥500" in said


@pytest.mark.parametrize("reason", ["few", "alike", "periods"])
def test_why_there_is_no_such_gap(even, results, words, settings, reason):
    assert sentences.adjusted_sentences(even(reason=reason), results(), words, settings()) == (
        words.say(f"adjusted_{reason}"),
    )


def test_nothing_is_shown_where_the_plain_gap_is_hidden(even, results, words, settings):
    hidden = results(shown=())
    assert sentences.adjusted_sentences(even(), hidden, words, settings()) == (words.say("adjusted_hidden"),)
    assert sentences.adjusted_sentences(even(hidden=True), hidden, words, settings()) == (words.say("adjusted_hidden"),)


def test_what_could_not_be_used_is_named(even, results, words, settings):
    found = even(left_out={"town": "levels", "birthday": "dates"}, earlier_spend=False, trimmed={"promoter": 0})
    said = sentences.adjusted_sentences(found, results(), words, settings(window="after"))
    assert said[1] == words.say("adjusted_all")
    names = words.say("list_separator").join(["birthday", "town"])
    assert said[3:] == (
        words.say("adjusted_no_spend"),
        words.say("adjusted_unused", names=names),
        words.say("adjusted_after"),
        words.say("adjusted_meaning"),
    )


def test_what_is_not_quite_even_is_named(even, results, words):
    assert sentences.balance_sentence(even(), results(), words) == (words.say("love_rest", names="region"),)
    assert sentences.balance_sentence(even(balance=()), results(), words) == ()
    assert sentences.balance_sentence(even(hidden=True), results(shown=()), words) == ()


def test_bases_are_plain_weighted_and_even(even, missing, results):
    found = headline_bases(results(), missing(), even())
    assert {name: gap.estimate for name, gap in found.items()} == {"plain": 3000, "weighted": 2000, "adjusted": 1500}


def test_the_first_screen_has_them_in_one_line(even, missing, results, english):
    line = sentences.bases_line(headline_bases(results(), missing(), even()), results(), english)
    assert line == ("Promoter − detractor: plain ¥3,000 · weighted ¥2,000 · like with like ¥1,500",)


def test_one_way_alone_needs_no_line(even, missing, results, words):
    alone = headline_bases(results(), missing(reason="one_band"), even(reason="few"))
    assert sentences.bases_line(alone, results(), words) == ()
