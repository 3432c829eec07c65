"""Exhibits of the response: answers by day, rates by groups, scores by wave."""

from operator import itemgetter
from typing import Any

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.collect.monitor import Monitor, ResponseGroup
from helpers.collect.waves import Wave, Waves
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text, interval_line
from helpers.report.sentences.response_sentences import band_name, wave_name
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_NO_RATE = Rate(None, None, None, None, None)


def answers_by_day_chart(monitor: Monitor | None, words: Words, settings: Settings) -> Exhibit | str:
    """Answers by days since the invitation, as bars."""
    if monitor is None:
        return words.say("monitor_unknown")
    if not monitor.days:
        return words.say("days_unknown")
    total = sum(span.answers for span in monitor.days)
    frame = pd.DataFrame(monitor.days).assign(
        stage_label=[_days(span.first_day, span.last_day, words) for span in monitor.days],
        persons=[span.answers for span in monitor.days],
        label=[words.say("day_label", n=span.answers, share=span.answers / total) for span in monitor.days],
    )
    until = frame["answers"].cumsum()
    half = int((until < total / 2).sum())
    share, day = int(until[half]) / total, monitor.days[half].last_day + 1
    text = ChartText(words.say("days_chart", share=share, day=day), words.say("days_subtitle", n=total), settings.note)
    alternative = alternative_text(text, frame["label"], frame["stage_label"], words)
    saved = saved_rows("answers_by_day", frame)
    return Exhibit("answers_by_day", drawing.funnel_bars(frame, text), saved, alternative)


def _days(first: int, last: int, words: Words) -> str:
    """Days as people count them: the day of the invitation is the first."""
    if first == last:
        return words.say("day_one", day=first + 1)
    return words.say("day_span", first=first + 1, last=last + 1)


def response_rates_chart(monitor: Monitor | None, words: Words, settings: Settings) -> Exhibit | str:
    """Response rates by channel, tenure and spend with intervals; "" where the files tell of no groups."""
    if monitor is None or not monitor.groups or monitor.rate.rate is None:
        return ""
    frame = pd.DataFrame([_group_row(group, words) for group in monitor.groups]).assign(whole=monitor.rate.rate)
    about = {"n": monitor.invited, "rate": monitor.rate.rate, "lines": interval_line(words, settings)}
    subtitle = words.say("rates_subtitle", **about)
    text = ChartText(_rates_title(monitor, words), subtitle, settings.note, format_value=words.percent)
    names = frame["kind_label"] + " · " + frame["name_label"]
    alternative = alternative_text(text, frame["label"], names, words)
    return Exhibit(
        "response_rates", drawing.response_rates(frame, text), saved_rows("response_rates", frame), alternative
    )


def _group_row(group: ResponseGroup, words: Words) -> dict[str, Any]:
    rate = group.rate or _NO_RATE
    counts = {"answered": rate.numerator, "invited": rate.denominator}
    ends = {"rate": rate.rate, "low": rate.low, "high": rate.high}
    return {
        "kind": group.kind,
        "kind_label": words.say(f"by_{group.kind}"),
        "name": group.name,
        "name_label": band_name(group.kind, group.name, words),
        **{name: float("nan") if value is None else value for name, value in (counts | ends).items()},
        "label": words.say("rate_label", rate=rate.rate, **counts) if rate.denominator else "",
    }


def _rates_title(monitor: Monitor, words: Words) -> str:
    """The two groups that lie widest apart, among those of a kind whose intervals don't meet."""
    rates = [(group, group.rate) for group in monitor.groups if group.rate and group.rate.rate is not None]
    pairs = [
        ((high.rate or 0) - (low.rate or 0), (above, high), (below, low))
        for above, high in rates
        for below, low in rates
        if above.kind == below.kind and (high.low or 0) > (low.high or 0)
    ]
    if not pairs:
        return words.say("rates_chart_alike")
    _, (above, high), (below, low) = max(pairs, key=itemgetter(0))
    names = {"high": band_name(above.kind, above.name, words), "low": band_name(below.kind, below.name, words)}
    return words.say("rates_chart", **names, high_rate=high.rate, low_rate=low.rate)


def nps_by_wave_chart(waves: Waves | None, words: Words, settings: Settings) -> Exhibit | str:
    """Score of each wave with its interval over time; "" where their days are not all known and different."""
    if waves is None:
        return ""
    days = [wave.first_day for wave in waves.waves]
    if None in days or len(set(days)) < len(days):
        return ""
    frame = pd.DataFrame([_wave_row(number, wave, words) for number, wave in enumerate(waves.waves, 1)])
    seen = frame[frame["estimate"].notna()]
    if len(seen) < 2:
        return ""
    ends = {"first": seen["label"].iloc[0], "last": seen["label"].iloc[-1]}
    spans = {"start": words.day(seen["as_of"].iloc[0]), "end": words.day(seen["as_of"].iloc[-1])}
    text = ChartText(
        words.say("trend_nps", **ends, **spans),
        words.say("waves_subtitle", lines=interval_line(words, settings)),
        settings.note,
        format_value=lambda points: words.points(points / 100),
    )
    names = [wave_name(wave.name, number, words, settings) for number, wave in enumerate(waves.waves, 1)]
    alternative = alternative_text(text, seen["label"], pd.Series(names)[seen.index], words)
    saved = saved_rows("nps_by_wave", frame)
    return Exhibit("nps_by_wave", drawing.trend(frame, text), saved, alternative)


def _wave_row(number: int, wave: Wave, words: Words) -> dict[str, Any]:
    score, nothing = wave.nps, float("nan")
    ends = (score.value, score.low, score.high) if score else (nothing, nothing, nothing)
    figures = {name: 100 * value for name, value in zip(("estimate", "low", "high"), ends, strict=True)}
    label = words.points(score.value if score else None)
    return {"wave": number, "as_of": wave.first_day, "answers": wave.n, **figures, "label": label}
