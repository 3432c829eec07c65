"""Sentences that state the results; every number in them was computed."""

from .adjusted import adjusted_gap, adjusted_sentences, balance_sentence, bases, bases_line, covariate_name, shown_gaps
from .advice import caveats, next_steps
from .collect import comments_note, score_figures, score_headline, score_meaning, score_span, survey_notes
from .common import period, window_line, written
from .compare import (
    alike,
    direction,
    group_size,
    growth_sentence,
    headline_measure,
    measures_shown,
    rounder,
    silent_sentence,
    total_sentence,
    unsure,
    value_headline,
)
from .front import front_page
from .merge import coverage_notes, merge_headline, merge_notes
from .method import method, score_spans
from .nonresponse import bounds_sentence, fifths_sentence, nonresponse_sentence, weights_sentences
from .reading import amount_basis, amount_notes, warnings
from .referral import beware, referral_notes
from .response import (
    band_name,
    early_late,
    monitor_notes,
    moves_note,
    plan_notes,
    silent_groups,
    wave_name,
    wave_notes,
)
from .robust import (
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
    "adjusted_gap",
    "adjusted_sentences",
    "alike",
    "amount_basis",
    "amount_notes",
    "balance_sentence",
    "band_name",
    "bases",
    "bases_line",
    "beware",
    "bounds_sentence",
    "caveats",
    "comments_note",
    "covariate_name",
    "coverage_notes",
    "cut_sentence",
    "direction",
    "early_late",
    "fifths_sentence",
    "front_page",
    "group_size",
    "growth_sentence",
    "headline_measure",
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
    "nonresponse_sentence",
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
    "shown_gaps",
    "silent_groups",
    "silent_sentence",
    "survey_notes",
    "total_sentence",
    "unsure",
    "value_headline",
    "warnings",
    "wave_name",
    "wave_notes",
    "weights_sentences",
    "window_line",
    "written",
]
