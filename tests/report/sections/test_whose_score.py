"""Whose score it is: those who answered and all customers side by side, each with its interval and its n."""

import re
from dataclasses import replace

import pytest
import yaml

from helpers.base.folders import PROJECT
from helpers.collect.nps import nps_from_counts
from helpers.compare.nonresponse.bounds import Bound
from helpers.compare.nonresponse.effects import Weights
from helpers.report.sections.whose_score import bounds_line, score_cards, unscored

NOBODY = nps_from_counts(0, 0, 0)


def test_both_scores_stand_side_by_side_with_ends_and_n(english_report, nps, missing):
    # 20, 30, 50: +30; its score interval by hand from Tango's formula 0.1392…0.4462; weighted +20, 10…30
    plain, weighted = score_cards(english_report(), nps, missing())
    assert (plain["points"], plain["of"], plain["basis"]) == ("+30", "of those who answered", "all 100 valid answers")
    assert plain["ends"] == english_report().say("page_nps_ends", low=nps.low, high=nps.high)
    assert weighted == {
        "points": "+20",
        "of": "of all customers, as far as tenure and spend tell",
        "ends": "between +10 and +30",
        "basis": "weighted, 97 answers of customers in the CRM",
    }


def test_only_the_weighted_score_speaks_of_all_customers(report, nps, missing):
    plain, weighted = score_cards(report, nps, missing())
    everybody = {"en": "all customers", "ja": "全顧客"}[report.words.language]
    assert everybody not in " ".join(plain.values()) and everybody in weighted["of"]


def test_weights_without_spend_claim_no_spend(report, nps, missing):
    by_tenure = missing(weights=Weights(None, "not_covered", 97, 80.4, 0, 2.5))
    *_, weighted = score_cards(report, nps, by_tenure)
    assert weighted["of"] == report.say("page_nps_all_tenure")


@pytest.mark.parametrize("reason", ["few_respondents", "one_band", "one_band_answered"])
def test_without_weights_the_plain_score_stands_alone_with_the_reason(report, nps, missing, reason):
    without = missing(reason=reason)
    (plain,) = score_cards(report, nps, without)
    assert plain["of"] == report.say("page_nps_answered")
    assert unscored(report, nps, without) == report.say(f"weights_{reason}")
    assert unscored(report, nps, missing()) == ""


def test_without_answers_there_is_a_sentence(report, missing, bounds, results):
    assert list(score_cards(report, NOBODY, missing())) == []
    assert unscored(report, NOBODY, missing()) == report.say("missing_responses")
    assert bounds_line(report, NOBODY, bounds, results()) == ""


def test_the_bounds_name_the_silent(report, nps, bounds, results):
    # 900 silent; −80 and +90 at the ends
    said = bounds_line(report, nps, bounds, results())
    assert all(part in said for part in ("900", "−80", "+90"))


def test_where_nobody_is_silent_there_are_no_bounds(report, nps, bounds, results):
    everybody = results()
    everybody.segments["none"] = replace(everybody.segments["none"], matched=0)
    assert bounds_line(report, nps, bounds, everybody) == ""
    unknown = replace(bounds, detractor=Bound(None, {}, {}))
    assert bounds_line(report, nps, unknown, results()) == ""


SAID = {
    "en": (r"all (?:\{\w+:count\} )?(?:of the )?customers", r"\bNPS\b|\bscores?\b"),
    "ja": (r"全顧客|顧客全体", r"NPS|スコア"),
}
OF_BOTH = {  # the weighted score, the bounds, or a point gained; no plain score
    "page_nps_all", "page_nps_all_tenure", "means_point", "point_mixes", "target_nps_weighted",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_sentence_calls_the_plain_score_that_of_all_customers(language):
    sentences = yaml.safe_load((PROJECT / "helpers" / "base" / "sentences.yaml").read_text(encoding="utf-8"))
    everybody, score = SAID[language]
    both = {
        key
        for key, texts in sentences.items()
        if re.search(everybody, texts[language]) and re.search(score, texts[language])
    }
    assert both - OF_BOTH == set()
