"""The first screen of the page: the answer, the score, the values, what they rest on, what to do."""

from collections.abc import Mapping
from typing import Any

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS, Nps
from helpers.compare.comparison import Comparison, SegmentValue
from helpers.read.ledger import share_defective
from helpers.report.sentences.collect_sentences import score_headline
from helpers.report.sentences.common_sentences import period, window_line
from helpers.report.sentences.compare_sentences import (
    alike,
    group_size,
    is_uncalibrated,
    unsure,
    value_headline,
)
from helpers.report.sentences.reading_sentences import warnings
from helpers.report.sentences.referral_sentences import beware


def front_page(
    nps: Nps,
    funnel: Mapping[str, Any],
    result: Comparison,
    steps: tuple[str, ...],
    ledgers: Mapping[str, dict],
    words: Words,
    settings: Settings,
    *,
    counted: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Texts and bar lengths of the first screen, ready to be laid out; `counted` tells the gap in its ways of counting.

    Returns
    -------
    dict
        title, line, notes, answers, headline, score, split (segment, label, share 0…100), value_title,
        values (segment, label, money, ltv, lrv, low, high, mean as 0…100 of the longest), rests, steps.
    """
    return {
        "title": settings.shop_name or settings.report_name,
        "line": window_line(words, settings),
        "notes": _notes(result, words, settings),
        "answers": _answers(funnel, words),
        "headline": value_headline(result, words, settings),
        "score": score_headline(nps, words),
        "points": words.points(nps.value if nps.n else None),
        "split": _split(nps, words),
        "value_title": words.say("page_value", period=period(words, settings)),
        "values": _values(result, words),
        "terms": [words.say("page_ltv"), words.say("page_lrv")],
        "rests": [*counted, *_rests(funnel, result, ledgers, words)],
        "steps": list(steps),
    }


def _notes(result: Comparison, words: Words, settings: Settings) -> list[str]:
    notes = [*beware(result, words)]
    if result.headline_measure() == "value" and is_uncalibrated(result):
        notes.append(words.say("uncalibrated"))
    if result.headline_measure() == "value" and settings.window_days not in (0, 365):
        notes.append(words.say("mixed_window", days=settings.window_days))
    return [*notes, *unsure(result, words, settings), *([settings.note] if settings.note else [])]


def _answers(funnel: Mapping[str, Any], words: Words) -> str:
    if not funnel["invited"]:
        return words.say("page_answers_unasked", answered=funnel["usable"])
    rate = funnel["invited_usable"] / funnel["invited"]
    return words.say("page_answers", answered=funnel["invited_usable"], asked=funnel["invited"], rate=rate)


def _split(nps: Nps, words: Words) -> list[dict[str, Any]]:
    counts = (nps.detractors, nps.passives, nps.promoters)
    return [
        {
            "segment": segment,
            "label": words.say(f"segment_{segment}"),
            "share": 100 * n / nps.n,
            "text": words.percent(n / nps.n),
        }
        for segment, n in zip(SEGMENTS, counts, strict=True)
        if nps.n
    ]


def _values(result: Comparison, words: Words) -> list[dict[str, Any]]:
    measure = result.headline_measure()
    means = {segment: result.segments[segment].mean(measure) for segment in SEGMENTS}
    longest = max((mean.high or 0 for mean in means.values() if mean), default=0)
    rounded = alike(result, measure)
    return [
        _value(segment, result.segments[segment], measure, longest, words)
        | {"money": words.money(rounded(mean.mean) if mean else None)}
        for segment, mean in means.items()
    ]


def _value(name: str, segment: SegmentValue, measure: str, longest: float, words: Words) -> dict[str, Any]:
    def part(measure: str, figure: str = "mean") -> float:
        value = getattr(segment.mean(measure) or None, figure, None)
        return max(0.0, 100 * value / longest) if value is not None and longest > 0 else 0.0

    return {
        "segment": name,
        "label": words.say(f"segment_{name}"),
        "n": group_size(segment, measure, words),
        "ltv": part("ltv"),
        "lrv": part("lrv") if measure == "value" else 0.0,
        "low": part(measure, "low"),
        "high": part(measure, "high"),
        "mean": part(measure),
    }


def _rests(funnel: Mapping[str, Any], result: Comparison, ledgers: Mapping[str, dict], words: Words) -> list[str]:
    rows_in = sum(account["rows_in"] for account in ledgers.values())
    defective = sum(share_defective(account) * account["rows_in"] for account in ledgers.values())
    lines = []
    if funnel["usable"]:
        lines.append(words.say("page_valued", share=funnel["valued"] / funnel["usable"]))
    net = {"n": result.customers.n, "net": result.customers.net_amount_total}
    lines += [words.say("page_customers", **net), words.say("page_aside", share=defective / max(rows_in, 1))]
    n = len(warnings(ledgers, words))
    return [*lines, words.say("page_warnings", n=n)] if n else lines
