"""Charts with their words: figures and sentences come in, an exhibit to show comes out."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS, Nps
from helpers.collect.responses import Funnel, score_counts
from helpers.collect.survey import Survey
from helpers.compare.gaps import PAIRS, Comparison
from helpers.merge.kpis import SHOWN_GROUPS

from . import charts
from .findings import direction, headline_measure, period, score_figures
from .show import Exhibit
from .style import ChartText


def _lines(words: Words, settings: Settings) -> str:
    return words.say("lines_interval", level=words.percent(settings.confidence))


def _alternative(text: ChartText, labels: pd.Series, names: pd.Series, words: Words) -> str:
    """Text alternative: the finding, then every labelled figure."""
    pairs = zip(names, labels, strict=True)
    figures = [words.say("alternative_figure", name=name, label=label) for name, label in pairs]
    joined = words.say("list_separator").join(figures)
    return words.say("alternative", title=text.title, subtitle=text.subtitle, figures=joined)


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame as it is saved beside the chart: figures and names, without the labels drawn."""
    return frame[[column for column in frame if not column.endswith("label")]]


def score_distribution(survey: Survey, words: Words, settings: Settings) -> Exhibit | str:
    """Answers by score in the segments' colours."""
    if survey.answers is None or not survey.nps.n:
        return words.say("missing_responses")
    frame = score_counts(survey.answers, settings)
    frame["label"] = [words.percent(share) for share in frame["share"]]
    segments = _segment_shares(survey.nps, words)
    figures = score_figures(survey.nps)
    text = ChartText(
        words.say("score_chart", **figures),
        words.say("score_subtitle", **figures),
        settings.note,
        x=words.say("score_x"),
    )
    alternative = _alternative(text, frame["label"], frame["score"].astype(str), words)
    return Exhibit("score_distribution", charts.score_distribution(frame, segments, text), _numbers(frame), alternative)


def _segment_shares(nps: Nps, words: Words) -> pd.DataFrame:
    counts = (nps.detractors, nps.passives, nps.promoters)
    names = [words.say(f"segment_{segment}") for segment in SEGMENTS]
    shares = [words.percent(count / nps.n) for count in counts]
    return pd.DataFrame({"segment": SEGMENTS, "segment_label": names, "share_label": shares})


def funnel(survey: Survey, words: Words, settings: Settings) -> Exhibit | str:
    """From asked to answered, known in the CRM, and able to give an LRV."""
    if survey.answers is None or not survey.nps.n:
        return words.say("missing_responses")
    found = survey.funnel
    counted = int((survey.answers["recommended_count"].notna()).sum())
    stages = {"asked": found.asked, "answered": found.answered, "matched": found.matched, "counted": counted}
    frame = pd.DataFrame([(stage, n) for stage, n in stages.items() if n is not None], columns=["stage", "customers"])
    frame["stage_label"] = [words.say(f"stage_{stage}") for stage in frame["stage"]]
    frame["label"] = [_stage_label(row.stage, row.customers, found, words) for row in frame.itertuples()]
    text = ChartText(_funnel_title(found, words), words.say("funnel_subtitle"), settings.note)
    alternative = _alternative(text, frame["label"], frame["stage_label"], words)
    return Exhibit("funnel", charts.funnel(frame, text), _numbers(frame), alternative)


def _stage_label(stage: str, n: int, found: Funnel, words: Words) -> str:
    if stage == "answered" and found.asked:
        return words.say("funnel_of_asked", n=n, asked=found.asked_answered, share=found.response_rate)
    if stage in ("matched", "counted"):
        return words.say("funnel_of_answered", n=n, share=n / found.answered)
    return words.say("funnel_plain", n=n)


def _funnel_title(found: Funnel, words: Words) -> str:
    matched = None if found.matched is None else found.matched / found.answered
    if not found.asked:
        return words.say("funnel_chart_unasked", answered=found.answered, matched=matched)
    figures = {"asked": found.asked, "answered": found.asked_answered, "rate": found.response_rate}
    return words.say("funnel_chart", **figures, matched=matched)


def value_by_segment(result: Comparison, words: Words, settings: Settings) -> Exhibit:
    """LTV and LRV stacked by segment with the interval of the total."""
    measure = headline_measure(result)
    frame = pd.DataFrame([_value_row(segment, result.segments[segment], measure, words) for segment in SEGMENTS])
    gap = result.gaps["promoter_detractor"][measure]
    ratio = (gap or {}).get("ratio")
    if direction(gap) == "more" and ratio:
        title = words.say("value_chart_more", low=ratio["low"], high=ratio["high"])
    else:
        title = words.say("value_chart_plain")
    text = _money_text(title, measure, words, settings)
    alternative = _alternative(text, frame["label"], frame["segment_label"], words)
    return Exhibit("value_by_segment", charts.value_by_segment(frame, text), _numbers(frame), alternative)


def _money_text(title: str, measure: str, words: Words, settings: Settings, **more: str) -> ChartText:
    subtitle = words.say(
        "value_subtitle",
        measure=words.say(f"measure_{measure}"),
        period=period(words, settings),
        currency=words.unit,
        lines=_lines(words, settings),
    )
    parts = {"lower_part": words.say("measure_ltv"), "upper_part": words.say("measure_lrv")}
    return ChartText(title, subtitle, settings.note, format_value=words.money, **parts, **more)


def _value_row(segment: str, block: dict, measure: str, words: Words) -> dict:
    total = block[measure] or {}
    row = {
        "segment": segment,
        "segment_label": words.say(f"segment_{segment}"),
        "customers": block["matched"],
        "n_label": _n_label(block, measure, words),
        "ltv": (block["ltv"] or {}).get("mean"),
        "lrv": (block["lrv"] or {}).get("mean") if measure == "value" else None,
        "value": total.get("mean"),
        "low": total.get("low"),
        "high": total.get("high"),
    }
    numbers = {
        name: float("nan") if row[name] is None else row[name] for name in ("ltv", "lrv", "value", "low", "high")
    }
    return row | numbers | {"label": words.money(total.get("mean"))}


def _n_label(block: dict, measure: str, words: Words) -> str:
    counted = (block[measure] or {}).get("n", block["matched"])
    if counted == block["matched"]:
        return words.say("group_n", n=counted)
    return words.say("group_n_lrv", n=block["matched"], lrv=counted)


def gaps(result: Comparison, words: Words, settings: Settings) -> Exhibit:
    """Means of the segments, and under them the gaps with their intervals and the zero line."""
    measure = headline_measure(result)
    groups = pd.DataFrame([_value_row(segment, result.segments[segment], measure, words) for segment in SEGMENTS])
    groups = groups.assign(mean=groups["value"])
    pairs = pd.DataFrame([_gap_row(pair, result.gaps[pair][measure], words) for pair in PAIRS])
    panels = {"first_panel": words.say("gaps_groups"), "second_panel": words.say("gaps_gaps")}
    text = _money_text(_gaps_title(result, measure, words, settings), measure, words, settings, **panels)
    names = pd.concat([groups["segment_label"], pairs["pair_label"]])
    alternative = _alternative(text, pd.concat([groups["label"], pairs["label"]]), names, words)
    saved = pd.concat([_numbers(groups)[["segment", "mean", "low", "high"]], _numbers(pairs)], ignore_index=True)
    return Exhibit("gaps", charts.gaps(groups, pairs, text), saved, alternative)


def _gap_row(pair: str, gap: dict | None, words: Words) -> dict:
    ends = {end: float("nan") if not gap or gap[end] is None else gap[end] for end in ("estimate", "low", "high")}
    label = words.say("gap_label", **gap) if gap else words.say("too_few")
    return {"pair": pair, "pair_label": words.say(f"pair_{pair}"), **ends, "label": label}


def _gaps_title(result: Comparison, measure: str, words: Words, settings: Settings) -> str:
    gap = result.gaps["promoter_detractor"][measure]
    if direction(gap) == "unclear":
        return words.say("gaps_chart_unclear")
    low, high = sorted((abs(gap["low"]), abs(gap["high"])))
    key = "gaps_chart_clear" if direction(gap) == "more" else "gaps_chart_less"
    return words.say(key, low=low, high=high, period=period(words, settings))


def referral_flow(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """People recommended to → influenced → created → money, for all customers."""
    found = result.referral
    if found["created_claimed"] is None or found["conversion"] is None or found["ltv_per_customer"] is None:
        return words.say("nobody_recommended")
    created = found["created_claimed"] * found["conversion"]
    money = settings.incremental_share * created * found["ltv_per_customer"]
    amounts = {
        "recommended": found["recommended_total"],
        "influenced": found["created_claimed"],
        "created": created,
        "money": money,
    }
    frame = pd.DataFrame({"step": list(amounts), "amount": list(amounts.values())})
    frame["kind"] = ["people", "people", "people", "money"]
    frame["step_label"] = [words.say(f"flow_{step}") for step in frame["step"]]
    frame["label"] = [words.say("flow_people", n=n) for n in list(amounts.values())[:3]] + [words.money(money)]
    title = words.say("flow_chart", recommended=amounts["recommended"], created=created, money=money)
    counted = sum((result.segments[segment]["lrv"] or {"n": 0})["n"] for segment in SEGMENTS)
    subtitle = words.say("flow_subtitle", n=counted, customers=result.customers["n"])
    text = ChartText(title, subtitle, settings.note, format_value=words.count)
    alternative = _alternative(text, frame["label"], frame["step_label"], words)
    return Exhibit("referral_flow", charts.referral_flow(frame, text), _numbers(frame), alternative)


def kpis(rates: dict[str, dict[str, Rate]], words: Words, settings: Settings) -> Exhibit | str:
    """KPIs by segment with intervals; those without any data are left out."""
    known = {kpi: groups for kpi, groups in rates.items() if groups["all"].rate is not None}
    if not known:
        return words.say("kpi_unknown")
    rows = [_kpi_row(kpi, group, known[kpi][group], words) for kpi in known for group in SHOWN_GROUPS]
    frame = pd.DataFrame(rows)
    subtitle = words.say("kpi_subtitle", lines=_lines(words, settings))
    text = ChartText(_kpi_title(rates, words), subtitle, settings.note, format_value=words.percent)
    names = frame["kpi_label"] + " · " + frame["segment_label"]
    alternative = _alternative(text, frame["label"], names, words)
    return Exhibit("kpis", charts.kpis(frame, text), _numbers(frame), alternative)


def _kpi_row(kpi: str, group: str, rate: Rate, words: Words) -> dict:
    numbers = {name: float("nan") if getattr(rate, name) is None else getattr(rate, name) for name in _RATE}
    return {
        "kpi": kpi,
        "kpi_label": words.say(f"kpi_{kpi}"),
        "segment": group,
        "segment_label": words.say(f"segment_{group}"),
        **numbers,
        "label": words.percent(rate.rate),
    }


_RATE = ("rate", "low", "high")


def _kpi_title(rates: dict[str, dict[str, Rate]], words: Words) -> str:
    """The KPI in which promoters and detractors lie widest apart, among those whose intervals don't meet."""
    gaps = {kpi: _clear_gap(groups["promoter"], groups["detractor"]) for kpi, groups in rates.items()}
    kpi = max(gaps, key=gaps.__getitem__)
    if not gaps[kpi]:
        return words.say("kpi_chart")
    names = {"first": words.say("segment_detractor"), "second": words.say("segment_promoter")}
    shares = {"first_rate": rates[kpi]["detractor"].rate, "second_rate": rates[kpi]["promoter"].rate}
    return words.say("kpi_chart_highest", kpi=words.say(f"kpi_{kpi}"), **names, **shares)


def _clear_gap(one: Rate, other: Rate) -> float:
    """How far two rates lie apart; 0 where their intervals meet or are not known."""
    ends = (one.rate, one.low, one.high, other.rate, other.low, other.high)
    if any(end is None for end in ends):
        return 0.0
    rate, low, high, other_rate, other_low, other_high = (float(end or 0) for end in ends)
    return abs(rate - other_rate) if high < other_low or other_high < low else 0.0


def heinrich(ladder: pd.DataFrame | None, words: Words, settings: Settings) -> Exhibit | str:
    """Complaints by severity, seen against what the major ones lead one to expect."""
    if ladder is None:
        return words.say("missing_complaints")
    frame = ladder.assign(
        severity_label=[words.say(f"severity_{severity}") for severity in ladder["severity"]],
        seen_label=[words.say("seen_label", n=n) for n in ladder["seen"]],
        expected_label=[words.say("expected_label", n=n) for n in ladder["expected"]],
    )
    missing = int(ladder["gap"].iloc[-1])
    title = words.say("heinrich_chart_under", missing=missing) if missing > 0 else words.say("heinrich_chart_fine")
    note = " · ".join(filter(None, (words.say("heinrich_note"), settings.note)))
    text = ChartText(title, words.say("heinrich_subtitle"), note, format_value=words.count)
    alternative = _alternative(
        text, frame["seen_label"] + ", " + frame["expected_label"], frame["severity_label"], words
    )
    return Exhibit("heinrich", charts.heinrich(frame, text), _numbers(frame), alternative)
