"""Exhibits of step 3: what the segments are worth, the gaps, and where referral value comes from."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Gap, is_seen
from helpers.base.words import Words, rounded
from helpers.collect.nps import SEGMENTS
from helpers.compare.comparison import Comparison
from helpers.compare.figures import PAIRS
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text, gap_ends, interval_line
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import alike, direction, group_size, is_uncalibrated, outward
from helpers.report.show import Exhibit
from helpers.report.style import ChartText


def value_by_segment_chart(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """LTV and LRV stacked by segment with the interval of the total; a sentence where no value may be shown."""
    measure = result.headline_measure()
    frame = pd.DataFrame([_value_row(segment, result, measure, words) for segment in SEGMENTS])
    if frame["value"].isna().all():
        return words.say("values_hidden")
    title = _value_title(result.gaps["promoter_detractor"].gap(measure), words)
    text = _money_text(title, measure, _note(result, measure, words, settings), words, settings)
    alternative = alternative_text(text, frame["label"], frame["segment_label"], words)
    return Exhibit(
        "value_by_segment", drawing.value_by_segment(frame, text), saved_rows("value_by_segment", frame), alternative
    )


def _value_title(gap: Gap | None, words: Words) -> str:
    """What the interval of the gap allows to say: a ratio only where its interval says the same."""
    if not gap:
        return words.say("gaps_chart_unknown")
    if direction(gap) == "more" and gap.ratio and (gap.ratio.low or 0) > 1:
        return words.say("value_chart_more", low=gap.ratio.low, high=gap.ratio.high)
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
    worth, rounded = result.segments[segment], alike(result, measure)
    total = worth.mean(measure) or None
    numbers = {
        "ltv": worth.ltv.mean if worth.ltv else None,
        "lrv": worth.lrv.mean if worth.lrv and measure == "value" else None,
        "value": total and total.mean,
        "low": total and total.low,
        "high": total and total.high,
    }
    return {
        "segment": segment,
        "segment_label": words.say(f"segment_{segment}"),
        "customers": worth.matched,
        "n_label": group_size(worth, measure, words),
        **{name: float("nan") if number is None else number for name, number in numbers.items()},
        "label": words.money(rounded(total.mean) if total else None),
    }


def gaps_chart(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """Means of the segments, and under them the gaps with intervals; a sentence where no mean may be shown."""
    measure = result.headline_measure()
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
    means = groups[["segment", "mean", "low", "high"]]  # in the file gaps stand below the means, with ends of their own
    saved = saved_rows("gaps", pd.concat([means, pairs], ignore_index=True))
    return Exhibit("gaps", drawing.gaps(groups, pairs, text), saved, alternative)


def _gap_row(pair: str, result: Comparison, measure: str, words: Words) -> dict:
    numbers = gap_ends(result.gaps[pair].gap(measure), alike(result, measure), words)
    return {"pair": pair, "pair_label": words.say(f"pair_{pair}"), **numbers}


def _gaps_title(result: Comparison, measure: str, words: Words, settings: Settings) -> str:
    gap = result.gaps["promoter_detractor"].gap(measure)
    if not gap:
        return words.say("gaps_chart_unknown")
    key = {"unclear": "gaps_chart_unclear", "more": "gaps_chart_clear", "less": "gaps_chart_less"}[direction(gap)]
    ends = {name: alike(result, measure)(figure) for name, figure in outward(gap).items()}
    return words.say(key, low=ends["low"], high=ends["high"], period=period(words, settings))


def referral_flow_chart(result: Comparison, words: Words, settings: Settings) -> Exhibit | str:
    """People recommended to → influenced → created → money, for all customers."""
    claimed, conversion = result.referral.created_claimed, result.referral.conversion
    worth = result.referral.ltv_per_customer
    if not (is_seen(claimed) and is_seen(conversion) and is_seen(worth)):
        return words.say("nobody_recommended")
    created = claimed * conversion
    money = settings.incremental_share * created * worth
    influenced = claimed if is_seen(result.referral.influence_mean) else None
    recommended = result.referral.recommended_total
    amounts = {"recommended": recommended, "influenced": influenced, "created": created, "money": money}
    frame = pd.DataFrame([(step, n) for step, n in amounts.items() if is_seen(n)], columns=["step", "amount"])
    frame["kind"] = ["money" if step == "money" else "people" for step in frame["step"]]
    frame["step_label"] = [words.say(f"flow_{step}") for step in frame["step"]]
    frame["label"] = [words.say("flow_people", n=rounded(n)) for n in frame["amount"][:-1]] + [words.money(money)]
    title = _flow_title(result, (frame["amount"][0], created, money), words)
    text = ChartText(title, _flow_subtitle(result, words), settings.note, format_value=words.count)
    alternative = alternative_text(text, frame["label"], frame["step_label"], words)
    return Exhibit("referral_flow", drawing.referral_flow(frame, text), saved_rows("referral_flow", frame), alternative)


def _flow_title(result: Comparison, amounts: tuple[float, float, float], words: Words) -> str:
    recommended, created, money = amounts
    key = "flow_chart" if is_seen(result.referral.recommended_total) else "flow_chart_own"
    title = words.say(key, recommended=rounded(recommended), created=rounded(created), money=money)
    return words.say("flow_claimed", title=title) if is_uncalibrated(result) else title


def _flow_subtitle(result: Comparison, words: Words) -> str:
    """On how many answers the claims rest, where all segments may say so."""
    means = [result.segments[segment].lrv for segment in SEGMENTS]
    if not all(means):
        return words.say("flow_subtitle_few", customers=result.customers.n)
    return words.say("flow_subtitle", n=sum(mean.n for mean in means if mean), customers=result.customers.n)
