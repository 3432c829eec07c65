"""The first screen of the page: the answer, the score, the values, what they rest on."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from helpers.base.results import SEGMENTS
from helpers.collect.nps import Nps
from helpers.compare.comparison import Comparison, SegmentValue
from helpers.read.ledger import share_defective
from helpers.report.context import Context
from helpers.report.findings import Findings
from helpers.report.holding import holding
from helpers.report.phrasing import alike, answer_gap, beyond_bound, group_size, is_uncalibrated
from helpers.report.sections.adjusted import adjusted_line, bases_line
from helpers.report.sections.gaps import unsure
from helpers.report.sections.readings import warnings
from helpers.report.sections.robustness import uneven_exposure
from helpers.report.sections.score import segment_shares
from helpers.report.sections.value import beware, value_headline
from helpers.report.sections.whose_score import bounds_line, score_cards, unscored


def front_page(report: Context, found: Findings) -> dict[str, Any]:
    """Texts and bar lengths of the first screen, ready to be laid out.

    Returns
    -------
    dict
        title, line, notes, answers, headline, scores (points, of, ends, basis), unscored, bounds, split (segment,
        label, share 0…100), value_title, values (segment, label, money, ltv, lrv, low, high, mean as 0…100 of the
        longest), rests, sure.
    """
    nps, result, settings = found.nps, found.result, report.settings
    return {
        "title": settings.shop_name or settings.report_name,
        "line": _window(report),
        "notes": list(filter(None, _notes(report, found))),
        "answers": _answers(report, found.funnel),
        "headline": value_headline(report, result),
        "scores": list(score_cards(report, nps, found.missing)),
        "unscored": unscored(report, nps, found.missing),
        "bounds": bounds_line(report, nps, found.bounds, result),
        "split": _split(report, nps),
        "value_title": report.say("page_value"),
        "values": _values(report, result),
        "terms": [report.say("page_ltv"), report.say("page_lrv")],
        "rests": [*bases_line(report, found.bases, result), *_rests(report, found)],
        "sure": list(_sure(report, found)),
    }


def _window(report: Context) -> str:
    """The report's date and window in one line."""
    settings = report.settings
    days = {"as_of": settings.as_of, "start": settings.window_start, "end": settings.window_end - timedelta(days=1)}
    line = report.say("as_of_line" if settings.window_start else "as_of_line_all", **days)
    chosen = " · ".join(f"{column}: {_condition(condition)}" for column, condition in settings.where.items())
    return f"{line} · {report.say('only_where', where=chosen)}" if chosen else line


def _condition(condition: object) -> str:
    if isinstance(condition, dict):
        return f"{condition.get('from', '')}…{condition.get('to', '')}"
    return ", ".join(map(str, condition)) if isinstance(condition, list) else str(condition)


def _notes(report: Context, found: Findings) -> Iterator[str | None]:
    result, days = found.result, report.settings.window_days
    yield beware(report, result)
    if result.headline_measure() == "value":
        yield report.say("uncalibrated") if is_uncalibrated(result) else None
        yield beyond_bound(report, result)
        yield report.say("mixed_window", days=days) if days not in (0, 365) else None
    yield unsure(report, result)
    yield uneven_exposure(report, found.scenarios)
    yield report.settings.note


def _answers(report: Context, funnel: Mapping[str, Any]) -> str:
    if not funnel["invited"]:
        return report.say("page_answers_unasked", answered=funnel["usable"])
    rate = funnel["invited_usable"] / funnel["invited"]
    answers = report.say("page_answers", answered=funnel["invited_usable"], asked=funnel["invited"], rate=rate)
    others = funnel["usable"] - funnel["invited_usable"]
    return (
        report.say("page_answers_others", answers=answers, others=others, all=funnel["usable"]) if others else answers
    )


def _split(report: Context, nps: Nps) -> list[dict[str, Any]]:
    counts = (nps.detractors, nps.passives, nps.promoters)
    told = segment_shares(counts) if nps.n else {}
    return [
        {
            "segment": segment,
            "label": report.say(f"segment_{segment}"),
            "share": 100 * n / nps.n,
            "text": report.words.percent(told[segment]),
        }
        for segment, n in zip(SEGMENTS, counts, strict=True)
        if nps.n
    ]


def _values(report: Context, result: Comparison) -> list[dict[str, Any]]:
    measure = result.headline_measure()
    means = [result.segments[segment].mean(measure) for segment in SEGMENTS]
    longest = max((mean.high or 0 for mean in means if mean), default=0)
    rounded = alike(result, measure)
    return [
        _value(report, segment, result.segments[segment], measure, longest)
        | {"money": report.words.money(rounded(mean.mean) if mean else None)}
        for segment, mean in zip(SEGMENTS, means, strict=True)
    ]


def _value(report: Context, name: str, segment: SegmentValue, measure: str, longest: float) -> dict[str, Any]:
    def part(measure: str, figure: str = "mean") -> float:
        value = getattr(segment.mean(measure) or None, figure, None)
        return max(0.0, 100 * value / longest) if value is not None and longest > 0 else 0.0

    return {
        "segment": name,
        "label": report.say(f"segment_{name}"),
        "n": group_size(segment, measure, report),
        "ltv": part("ltv"),
        "lrv": part("lrv") if measure == "value" else 0.0,
        "low": part(measure, "low"),
        "high": part(measure, "high"),
        "mean": part(measure),
    }


def _sure(report: Context, found: Findings) -> Iterator[str]:
    """How sure the gap is: of chance, of who the customers are, of how it is counted."""
    if answer_gap(found.result):
        yield report.say("sure_chance", level=report.settings.confidence)
    yield adjusted_line(report, found.alike, found.result)
    if found.scenarios:
        yield from holding(report, found.scenarios, "robust_all", "robust_some")


def _rests(report: Context, found: Findings) -> Iterator[str]:
    funnel, customers, accounts = found.funnel, found.result.customers, found.ledgers.values()
    if funnel["usable"]:
        yield report.say("page_valued", share=funnel["valued"] / funnel["usable"])
    yield report.say("page_customers", n=customers.n, net=customers.net_amount_total)
    rows_in = sum(account["rows_in"] for account in accounts)
    defective = sum(share_defective(account) * account["rows_in"] for account in accounts)
    yield report.say("page_aside", share=defective / max(rows_in, 1))
    if n := len(warnings(report, found.ledgers)):
        yield report.say("page_warnings", n=n)
