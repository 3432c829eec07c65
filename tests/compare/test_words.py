"""Words that set the segments apart: whom they lean to, with whose money; nothing where nothing differs."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import SEGMENTS
from helpers.collect.masking import Persons
from helpers.collect.wording.uses import uses_of
from helpers.compare.basis import basis_of
from helpers.compare.log_odds import log_odds
from helpers.compare.reading_sheet import reading_sheet
from helpers.compare.words import words


@pytest.fixture
def told(settings, shop):
    """What is told of comments by segment: (segment, comment, net amount)."""

    def make(*people, shuffle=None, **changes):
        rows = shop(*({"segment": segment, "net_amount": net, "orders": 1} for segment, _, net in people))
        comments = pd.DataFrame({"person": rows["customer_id"], "comment": [text for _, text, _ in people]})
        if shuffle is not None:
            comments = comments.sample(frac=1, random_state=shuffle)
        chosen = settings(**{"min_group_size": 5} | changes)
        return words(basis_of(rows, None, chosen), uses_of(comments, Persons.of([]), 5))

    return make


def people(segment, comment, n, net=100):
    return [(segment, comment, net)] * n


def filler(*segments, n=20):
    """Comments that all segments write alike, each with words of its own besides."""
    return [
        (segment, f"ordered {word} {other}", 100)
        for segment in segments
        for word, other in [("alpha", "beta"), ("gamma", "delta")]
        for _ in range(n)
    ]


SHOP = [*filler(*SEGMENTS), *people("detractor", "parcel late", 12, 700), *people("promoter", "いつも丁寧", 12, 900)]


def test_a_word_leans_to_the_segment_that_writes_it(told):
    found = told(*SHOP)
    assert [*found.leanings["detractor"]] == ["parcel late"] and found.leanings["passive"] == {}
    late = found.leanings["detractor"]["parcel late"]
    assert (late.persons, late.of_segment, late.words) == (12, 12, 2) and late.lean.low > 0
    assert (late.ltv_total, late.ltv_mean, late.ltv_mean_others) == (8400.0, 700.0, 100.0)


def test_the_lean_is_that_of_the_formula(told):
    """All wrote two pairs but those who wrote one: what lengths make is worked out apart."""
    found = told(*filler(*SEGMENTS, n=10), *people("detractor", "alpha late beta", 30))
    (contrast,) = [contrast for word, contrast in found.known.contrasts.items() if "late" in word]
    (delta,), (error,) = log_odds([contrast.users], [contrast.others], contrast.all_uses, contrast.all_others)
    assert (contrast.users, contrast.others) == (30, 0)
    assert (contrast.all_uses, contrast.all_others) == (2 * 20 + 2 * 30, 4 * 20)
    assert contrast.lean(0.95).estimate == pytest.approx(delta - contrast.by_length)
    assert contrast.lean(0.95).high - contrast.lean(0.95).low == pytest.approx(2 * 1.959964 * error)


def test_the_order_of_rows_makes_no_difference(told):
    assert told(*SHOP).leanings == told(*SHOP, shuffle=1).leanings


def test_repeating_a_word_makes_nobody_many(told):
    loud = [*filler(*SEGMENTS), *people("detractor", "late " * 9, 4), *people("detractor", "ordered alpha", 8)]
    assert "late" not in told(*loud).leanings["detractor"]


def test_a_word_of_too_few_is_not_looked_at(told):
    few = [*filler(*SEGMENTS), *people("detractor", "quokka", 4)]
    assert not any("quokka" in word for part in told(*few).leanings.values() for word in part)
    assert told(*few).looked_at == told(*filler(*SEGMENTS)).looked_at


def test_in_which_language_who_writes_is_no_matter_of_words(told):
    """Promoters write English, detractors Japanese, and both the same."""
    texts = {"promoter": ("ordered one", "ordered two"), "detractor": ("注文した", "届いた")}
    mixed = [row for segment, pair in texts.items() for text in pair for row in people(segment, text, 40)]
    assert not any(told(*mixed).leanings.values())


@pytest.mark.parametrize("comments", [
    [], people("detractor", "late parcel", 30), people("promoter", "", 30),
    [*people("detractor", "late", 20), *people("promoter", "late", 20)],
], ids=["nobody", "one segment", "no words", "one word"])  # fmt: skip
def test_where_there_is_nothing_to_compare_nothing_leans(told, comments):
    found = told(*comments, *people("passive", "", 1))
    assert not any(found.leanings.values()) and found.writers["passive"] == 0


def test_without_a_column_of_comments_nobody_is_counted(settings, shop):
    found = words(basis_of(shop({"segment": "promoter"}), None, settings()), None)
    assert found.writers == {} and not any(found.leanings.values()) and reading_sheet(None, found).empty


def test_who_the_crm_does_not_know_counts_and_has_no_money(settings, shop, answers):
    rows = shop(*({"segment": s, "net_amount": 100, "orders": 1} for s, _, _ in filler(*SEGMENTS)))
    strangers = answers(rows, *[{"segment": "detractor"}] * 30)
    written = {"person": [*rows["customer_id"], *(f"X{i}" for i in range(30))]}
    written["comment"] = [*(text for _, text, _ in filler(*SEGMENTS)), *["late"] * 30]
    uses = uses_of(pd.DataFrame(written), Persons.of([]), 5)
    late = words(basis_of(rows, strangers, settings(min_group_size=5)), uses).leanings["detractor"]["late"]
    assert late.persons == 30 and late.ltv_total is None and late.ltv_mean is None


def simulated(random, lengths):
    """Uses of a shop in which all segments draw from the same words; how much they write differs."""
    chances = 1 / np.arange(1, 301)
    segments = np.repeat(SEGMENTS, 350)
    drawn = random.multinomial(random.poisson(np.repeat(lengths, 350)) + 1, chances / chances.sum())
    person, word = drawn.nonzero()
    uses = {"person": person, "words": 1, "term": word, "times": drawn[person, word]}
    frame = pd.DataFrame(uses).assign(
        person="C" + pd.Series(person).astype(str), term="w" + pd.Series(word).astype(str)
    )
    return frame.astype({"person": "str", "term": "str"}), segments


def test_where_nothing_differs_words_lean_no_oftener_than_they_may(settings, shop):
    """Of shops without any difference at most 5 in 100 may tell a word; a segment's people write 4 to 14 words each."""
    random, chosen, wrong = np.random.default_rng(11), settings(min_group_size=10), 0
    for _ in range(4):
        uses, segments = simulated(random, (14, 5, 4))
        rows = shop(*({"segment": segment, "net_amount": 1, "orders": 1} for segment in segments))
        wrong += any(words(basis_of(rows, None, chosen), uses).leanings.values())
    assert wrong <= 1  # P(more, were it 5 %) = 1.4 %
