"""Exhibits of step 3: what the segments are worth, the gaps, and where referral value comes from."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words, rounded
from helpers.collect.nps import SEGMENTS
from helpers.compare.gaps import PAIRS, Comparison
from helpers.report import drawing
from helpers.report.exhibits.common import alternative_text, figures_alone, interval_line
from helpers.report.sentences import alike, direction, group_size, headline_measure, period
from helpers.report.sentences.compare import is_uncalibrated
from helpers.report.show import Exhibit
from helpers.report.style import ChartText


def value_by_segment(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """LTV and LRV stacked by segment with the interval of the total; a sentence where no value may be shown."""
    measure = headline_measure(result)
    frame = pd.DataFrame([_value_row(segment, result, measure, words) for segment in SEGMENTS])
    if frame["value"].isna().all():
        return words.say("values_hidden")
    title = _value_title(result.gaps["promoter_detractor"][measure], words)
    text = _money_text(title, measure, _note(result, measure, words, settings), words, settings)
    alternative = alternative_text(text, frame["label"], frame["segment_label"], words)
    return Exhibit("value_by_segment", drawing.value_by_segment(frame, text), figures_alone(frame), alternative)


def _value_title(gap: dict | None, words: Words) -> str:
    """What the interval of the gap allows to say: a ratio only where its interval says the same."""
    if not gap:
        return words.say("gaps_chart_unknown")
    if direction(gap) == "more" and gap["ratio"] and (gap["ratio"]["low"] or 0) > 1:
        return words.say("value_chart_more", low=gap["ratio"]["low"], high=gap["ratio"]["high"])
    keys = {"more": "value_chart_above", "less": "value_chart_less", "unclear": "value_chart_unclear"}
    return words.say(keys[direction(gap)])


def _money_text(title: str, measure: str, note: str, words: Words, settings: Settings, **more: str) -> ChartText:
    subtitle = words.say(
        "value_subtitle",
        measure=words.say(f"measure_{measure}"),
        period=period(words, settings),
        currency=words.unit,
        lines=interval_line(words, settings),
    )
    parts = {"lower_part": words.say("measure_ltv"), "upper_part": words.say("measure_lrv")}
    return ChartText(title, subtitle, note, format_value=words.money, **parts, **more)


def _note(result: Comparison, measure: str, words: Words, settings: Settings) -> str:
    """The shop's note, and that word of mouth is unchecked: a chart is passed on alone."""
    unchecked = measure == "value" and is_uncalibrated(result)
    return " · ".join(filter(None, (words.say("uncalibrated_headline") if unchecked else "", settings.note)))


def _value_row(segment: str, result: Comparison, measure: str, words: Words) -> dict:
    block, rounded = result.segments[segment], alike(result, measure)
    total = block[measure] or {}
    row = {
        "segment": segment,
        "segment_label": words.say(f"segment_{segment}"),
        "customers": block["matched"],
        "n_label": group_size(block, measure, words),
        "ltv": (block["ltv"] or {}).get("mean"),
        "lrv": (block["lrv"] or {}).get("mean") if measure == "value" else None,
        "value": total.get("mean"),
        "low": total.get("low"),
        "high": total.get("high"),
    }
    numbers = {
        name: float("nan") if row[name] is None else row[name] for name in ("ltv", "lrv", "value", "low", "high")
    }
    return row | numbers | {"label": words.money(rounded(total["mean"]) if total else None)}


def gaps(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """Means of the segments, and under them the gaps with intervals; a sentence where no mean may be shown."""
    measure = headline_measure(result)
    groups = pd.DataFrame([_value_row(segment, result, measure, words) for segment in SEGMENTS])
    if groups["value"].isna().all():
        return words.say("values_hidden")
    groups = groups.assign(mean=groups["value"])
    pairs = pd.DataFrame([_gap_row(pair, result, measure, words) for pair in PAIRS])
    panels = {"first_panel": words.say("gaps_groups"), "second_panel": words.say("gaps_gaps")}
    title, note = _gaps_title(result, measure, words, settings), _note(result, measure, words, settings)
    text = _money_text(title, measure, note, words, settings, **panels)
    names = pd.concat([groups["segment_label"], pairs["pair_label"]])
    alternative = alternative_text(text, pd.concat([groups["label"], pairs["label"]]), names, words)
    saved = pd.concat(
        [figures_alone(groups)[["segment", "mean", "low", "high"]], figures_alone(pairs)], ignore_index=True
    )
    return Exhibit("gaps", drawing.gaps(groups, pairs, text), saved, alternative)


def _gap_row(pair: str, result: Comparison, measure: str, words: Words) -> dict:
    gap, rounded = result.gaps[pair][measure], alike(result, measure)
    ends = {end: float("nan") if not gap or gap[end] is None else gap[end] for end in ("estimate", "low", "high")}
    shown = {end: rounded(value) for end, value in ends.items()}
    label = words.say("gap_label", **shown) if gap else words.say("too_few")
    return {"pair": pair, "pair_label": words.say(f"pair_{pair}"), **ends, "label": label}


def _gaps_title(result: Comparison, measure: str, words: Words, settings: Settings) -> str:
    gap = result.gaps["promoter_detractor"][measure]
    if not gap:
        return words.say("gaps_chart_unknown")
    key = {"unclear": "gaps_chart_unclear", "more": "gaps_chart_clear", "less": "gaps_chart_less"}[direction(gap)]
    ends = sorted((abs(gap["low"]), abs(gap["high"]))) if direction(gap) == "less" else (gap["low"], gap["high"])
    low, high = map(alike(result, measure), ends)
    return words.say(key, low=low, high=high, period=period(words, settings))


def referral_flow(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """People recommended to → influenced → created → money, for all customers."""
    found = result.referral
    if found["created_claimed"] is None or found["conversion"] is None or found["ltv_per_customer"] is None:
        return words.say("nobody_recommended")
    created = found["created_claimed"] * found["conversion"]
    money = settings.incremental_share * created * found["ltv_per_customer"]
    influenced = None if found["influence_mean"] is None else found["created_claimed"]
    amounts = {"recommended": found["recommended_total"], "influenced": influenced, "created": created, "money": money}
    frame = pd.DataFrame([(step, n) for step, n in amounts.items() if n is not None], columns=["step", "amount"])
    frame["kind"] = ["money" if step == "money" else "people" for step in frame["step"]]
    frame["step_label"] = [words.say(f"flow_{step}") for step in frame["step"]]
    frame["label"] = [words.say("flow_people", n=rounded(n)) for n in frame["amount"][:-1]] + [words.money(money)]
    title = _flow_title(result, (frame["amount"][0], created, money), words)
    text = ChartText(title, _flow_subtitle(result, words), settings.note, format_value=words.count)
    alternative = alternative_text(text, frame["label"], frame["step_label"], words)
    return Exhibit("referral_flow", drawing.referral_flow(frame, text), figures_alone(frame), alternative)


def _flow_title(result: Comparison, amounts: tuple[float, float, float], words: Words) -> str:
    recommended, created, money = amounts
    key = "flow_chart" if result.referral["recommended_total"] is not None else "flow_chart_own"
    title = words.say(key, recommended=rounded(recommended), created=rounded(created), money=money)
    return words.say("flow_claimed", title=title) if is_uncalibrated(result) else title


def _flow_subtitle(result: Comparison, words: Words) -> str:
    """On how many answers the claims rest, where all segments may say so."""
    known = [result.segments[segment]["lrv"] for segment in SEGMENTS]
    if not all(known):
        return words.say("flow_subtitle_few", customers=result.customers["n"])
    return words.say("flow_subtitle", n=sum(block["n"] for block in known), customers=result.customers["n"])
