"""Sentences that state the results; every number in them was computed."""

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
    silent_sentence,
    total_sentence,
    unsure,
    value_headline,
)
from .front import front_page
from .merge import coverage_notes, merge_headline, merge_notes
from .method import method, score_spans
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

__all__ = [
    "alike",
    "amount_basis",
    "amount_notes",
    "band_name",
    "beware",
    "caveats",
    "comments_note",
    "coverage_notes",
    "direction",
    "early_late",
    "front_page",
    "group_size",
    "growth_sentence",
    "headline_measure",
    "measures_shown",
    "merge_headline",
    "merge_notes",
    "method",
    "monitor_notes",
    "moves_note",
    "next_steps",
    "period",
    "plan_notes",
    "referral_notes",
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
