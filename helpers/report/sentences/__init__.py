"""Sentences that state the results; every number in them was computed."""

from helpers.report.sentences.adjusted_sentences import (
    adjusted_sentences,
    balance_sentence,
    bases_line,
    covariate_name,
)
from helpers.report.sentences.advice_sentences import caveats, next_steps
from helpers.report.sentences.collect_sentences import (
    comments_note,
    score_figures,
    score_headline,
    score_meaning,
    score_span,
    survey_notes,
)
from helpers.report.sentences.common_sentences import period, window_line, written
from helpers.report.sentences.compare_sentences import (
    alike,
    direction,
    group_size,
    growth_sentence,
    measures_shown,
    outward,
    rounder,
    silent_sentence,
    total_sentence,
    unsure,
    value_headline,
)
from helpers.report.sentences.front_sentences import front_page
from helpers.report.sentences.merge_sentences import coverage_notes, merge_headline, merge_notes
from helpers.report.sentences.method_sentences import method, score_spans
from helpers.report.sentences.reading_sentences import amount_basis, amount_notes, warnings
from helpers.report.sentences.referral_sentences import beware, referral_notes
from helpers.report.sentences.response_sentences import (
    band_name,
    early_late_sentences,
    monitor_notes,
    moves_note,
    plan_notes,
    silent_groups,
    wave_name,
    wave_notes,
)
from helpers.report.sentences.robust_sentences import (
    cut_sentence,
    heaps_note,
    heaps_title,
    held,
    needed_sentences,
    point_sentences,
    referral_sentence,
    robust_sentence,
)

__all__ = [
    "adjusted_sentences",
    "alike",
    "amount_basis",
    "amount_notes",
    "balance_sentence",
    "band_name",
    "bases_line",
    "beware",
    "caveats",
    "comments_note",
    "covariate_name",
    "coverage_notes",
    "cut_sentence",
    "direction",
    "early_late_sentences",
    "front_page",
    "group_size",
    "growth_sentence",
    "heaps_note",
    "heaps_title",
    "held",
    "measures_shown",
    "merge_headline",
    "merge_notes",
    "method",
    "monitor_notes",
    "moves_note",
    "needed_sentences",
    "next_steps",
    "outward",
    "period",
    "plan_notes",
    "point_sentences",
    "referral_notes",
    "referral_sentence",
    "robust_sentence",
    "rounder",
    "score_figures",
    "score_headline",
    "score_meaning",
    "score_span",
    "score_spans",
    "silent_groups",
    "silent_sentence",
    "survey_notes",
    "total_sentence",
    "unsure",
    "value_headline",
    "warnings",
    "wave_name",
    "wave_notes",
    "window_line",
    "written",
]
