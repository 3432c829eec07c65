"""Words of segments: nothing of few, nor what tells of few beside a word that is shown."""

import pandas as pd
import pytest

from helpers.base.results import HIDDEN, SEGMENTS
from helpers.collect.masking import Persons
from helpers.collect.wording.uses import uses_of
from helpers.compare.basis import basis_of
from helpers.compare.words import words
from helpers.disclosure import shown

LIMITS = {"min_group_size": 10, "min_cell": 5}


@pytest.fixture
def told(settings, shop):
    """What may be shown of comments, and all of it: (segment, comment, net amount), some beside what all write."""

    def make(*people, silent=6):
        filler = [
            (name, text, 100) for name in SEGMENTS for text in ("ordered alpha", "ordered beta") for _ in range(25)
        ]
        nobody = [(name, "", 100) for name in SEGMENTS for _ in range(silent)]
        rows = shop(
            *({"segment": name, "net_amount": net, "orders": 1} for name, _, net in (*filler, *nobody, *people))
        )
        comments = [text for _, text, _ in (*filler, *nobody, *people)]
        written = pd.DataFrame({"person": rows["person"], "comment": comments})
        chosen = settings(**LIMITS)
        full = words(basis_of(rows, None, chosen), uses_of(written, Persons.of([]), 10))
        return shown(full, chosen), full

    return make


def people(segment, comment, n, net=100):
    return [(segment, comment, net)] * n


def test_a_word_of_enough_is_shown_whole_and_the_persons_are_gone(told):
    seen, full = told(*people("detractor", "late", 30), *people("promoter", "late", 5))
    assert seen.leanings == full.leanings and seen.leanings["detractor"]["late"].ltv_total == 3000.0
    assert seen.known is None and shown(seen, None) is seen
    assert seen.writers == {"detractor": 80, "passive": 50, "promoter": 55}


def test_that_all_who_used_a_word_are_of_one_segment_is_not_told(told):
    """None of the others did, or four: either is told alike."""
    seen, full = told(*people("detractor", "late", 30))
    late, all_of_it = (result.leanings["detractor"]["late"] for result in (seen, full))
    assert all_of_it.of_segment == all_of_it.persons == late.persons == 30
    assert late.at_least and {late.of_segment, late.ltv_mean, late.ltv_mean_others} == {HIDDEN}
    assert late.lean.estimate < all_of_it.lean.estimate and late.ltv_total == 3000.0


def test_where_few_of_the_others_used_it_the_lean_is_told_as_if_more_had(told):
    """27 of 30 are detractors: neither that nor the three may be worked out, nor the lean that tells them."""
    one, two, none = (
        told(*people("detractor", "late", 30 - n), *people("promoter", "late", n))[0].leanings["detractor"]["late"]
        for n in (3, 4, 0)
    )
    assert one.at_least and one.of_segment is HIDDEN and one.persons == 30 and one.ltv_mean is HIDDEN
    assert one.lean.estimate == pytest.approx(two.lean.estimate, abs=0.02)  # other words' counts differ by one person
    assert one.lean.estimate == pytest.approx(none.lean.estimate, abs=0.06) and none.at_least


def test_a_lean_that_as_many_more_would_not_bear_is_not_told(told):
    seen, full = told(*people("detractor", "late", 16), *people("promoter", "late", 1))
    assert full.leanings["detractor"]["late"].lean.low > 0
    assert seen.leanings["detractor"]["late"].lean is HIDDEN


def test_who_used_a_word_and_not_the_pair_in_it_is_not_told(told):
    """34 wrote late, 30 of them late box: the other four would be known."""
    near, far = (told(*people("detractor", "late box", 24), *people("detractor", "late", n))[0] for n in (10, 0))
    assert set(near.leanings["detractor"]) == {"late box", "late"} and set(far.leanings["detractor"]) == {"late box"}
    seen, full = told(*people("detractor", "soft late box", 11), *people("detractor", "late box", 4))
    assert set(full.leanings["detractor"]) - set(seen.leanings["detractor"])  # 15 less 11 are four


@pytest.mark.parametrize(("plain", "pair", "shown_too"), [(5, 5, False), (10, 5, True), (0, 0, True)])
def test_that_all_who_used_a_word_and_not_the_pair_in_it_are_of_one_segment_is_not_told(told, plain, pair, shown_too):
    """Of those who wrote late some promoters wrote it in late box: all who did not are detractors, or are not."""
    seen, full = told(
        *people("detractor", "late box", 30),
        *people("promoter", "late box", pair),
        *people("detractor", "late", 20),
        *people("promoter", "late", plain - pair),
    )
    assert set(full.leanings["detractor"]) >= {"late", "late box"}
    assert ({"late", "late box"} <= set(seen.leanings["detractor"])) is shown_too


def test_money_of_few_or_mostly_of_one_is_not_shown(told):
    rich, _ = told(*people("detractor", "late", 29), *people("detractor", "late", 1, net=9000))
    late = rich.leanings["detractor"]["late"]
    assert late.ltv_total is HIDDEN and late.ltv_mean is HIDDEN and late.ltv_mean_others is HIDDEN
    assert late.persons == 30 and late.lean.low > 0


def test_how_many_wrote_is_not_told_where_few_did_not(told):
    seen, _ = told(*people("detractor", "late", 30), silent=3)
    assert set(seen.writers.values()) == {HIDDEN}
