"""How the figures of a report are made: the terms, with the choices of this report."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.report.sentences.collect_sentences import score_span
from helpers.report.sentences.reading_sentences import amount_basis

TERMS = (
    "segments",
    "nps",
    "window",
    "net",
    "ltv",
    "lrv",
    "value",
    "between",
    "weighted",
    "alike",
    "point",
    "rates",
    "hidden",
)


def method(ledgers: Mapping[str, dict], words: Words, settings: Settings) -> tuple[tuple[str, str], ...]:
    """Each term and what it means in this report; `ledgers` tell what an amount holds."""
    said = score_spans(words, settings) | _choices(words, settings)
    said |= {"basis": amount_basis(ledgers, words, settings)}
    meant = {"window": "window" if settings.window_start else "window_all"}
    terms = [term for term in TERMS if term != "value" or settings.window_days]  # the whole history: never added
    return tuple((words.say(f"method_{term}"), words.say(f"means_{meant.get(term, term)}", **said)) for term in terms)


def score_spans(words: Words, settings: Settings) -> dict[str, str]:
    """Segment → its scores, such as 7–8."""
    low, high = sorted(settings.score_bounds)
    starts = (low, settings.passive_from, settings.promoter_from, high + 1)
    spans = (score_span(first, after - 1, words) for first, after in pairwise(starts))
    return dict(zip(SEGMENTS, spans, strict=True))


def _choices(words: Words, settings: Settings) -> dict[str, Any]:
    source = settings.conversion if isinstance(settings.conversion, str) else "given"
    rule = "ignore" if settings.acquisition_cost_rule == "ignore" else "new" if settings.window_days else "all"
    return {
        "level": words.percent(settings.confidence),
        "resamples": settings.resamples,
        "start": settings.window_start,
        "end": settings.window_end,
        "timezone": settings.timezone,
        "margin": settings.gross_margin_rate,
        "rule": words.say(f"rule_{rule}"),
        "share": settings.incremental_share,
        "conversion": words.say(f"conversion_{source}", conversion=settings.conversion),
        "least": settings.smallest_group,
        "cell": settings.min_cell,
    }
