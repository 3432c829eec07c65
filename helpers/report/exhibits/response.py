"""Exhibits of the response: answers by day, rates by groups, scores by wave."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.monitor import Group, Monitor
from helpers.collect.waves import Wave, Waves
from helpers.report import drawing
from helpers.report.exhibits.common import alternative_text, figures_alone, interval_line
from helpers.report.sentences import band_name, wave_name
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_RATE = ("rate", "low", "high")


def answers_by_day(found: Monitor | None, words: Words, settings: Settings) -> Exhibit | str:
    """Answers by days since the invitation, as bars."""
    if found is None:
        return words.say("monitor_unknown")
    if found.days.empty:
        return words.say("days_unknown")
    total = int(found.days["answers"].sum())
    spans = zip(found.days["first_day"], found.days["last_day"], strict=True)
    frame = found.days.assign(
        stage_label=[_days(int(first), int(last), words) for first, last in spans],
        persons=found.days["answers"],
        label=[words.say("day_label", n=n, share=n / total) for n in found.days["answers"]],
    )
    half = frame[frame["answers"].cumsum() >= total / 2].iloc[0]
    title = words.say("days_chart", share=_until(found.days, half["last_day"]) / total, day=int(half["last_day"]) + 1)
    text = ChartText(title, words.say("days_subtitle", n=total), settings.note)
    alternative = alternative_text(text, frame["label"], frame["stage_label"], words)
    saved = figures_alone(frame.drop(columns="persons"))
    return Exhibit("answers_by_day", drawing.funnel(frame, text), saved, alternative)


def _until(days: pd.DataFrame, last: int) -> int:
    return int(days.loc[days["last_day"] <= last, "answers"].sum())


def _days(first: int, last: int, words: Words) -> str:
    """Days as people count them: the day of the invitation is the first."""
    if first == last:
        return words.say("day_one", day=first + 1)
    return words.say("day_span", first=first + 1, last=last + 1)


def response_rates(found: Monitor | None, words: Words, settings: Settings) -> Exhibit | str:
    """Response rates by channel, tenure and spend with intervals; "" where the files tell of no groups."""
    if found is None or not found.groups or found.rate.rate is None:
        return ""
    frame = pd.DataFrame([_group_row(group, words) for group in found.groups]).assign(whole=found.rate.rate)
    subtitle = words.say("rates_subtitle", n=found.invited, rate=found.rate.rate, lines=interval_line(words, settings))
    text = ChartText(_rates_title(found, words), subtitle, settings.note, format_value=words.percent)
    names = frame["kind_label"] + " · " + frame["name_label"]
    alternative = alternative_text(text, frame["label"], names, words)
    return Exhibit("response_rates", drawing.response_rates(frame, text), figures_alone(frame), alternative)


def _group_row(group: Group, words: Words) -> dict:
    numbers = {name: getattr(group.rate, name) for name in _RATE}
    counts = {"answered": group.rate.numerator, "invited": group.rate.denominator}
    return {
        "kind": group.kind,
        "kind_label": words.say(f"by_{group.kind}"),
        "name": group.name,
        "name_label": band_name(group.kind, group.name, words),
        **{name: float("nan") if value is None else value for name, value in (counts | numbers).items()},
        "label": words.say("rate_label", rate=group.rate.rate, **counts) if group.rate.denominator else "",
    }


def _rates_title(found: Monitor, words: Words) -> str:
    """The two groups that lie widest apart, among those of a kind whose intervals don't meet."""
    shown = [group for group in found.groups if group.rate.rate is not None]
    pairs = [
        (high, low)
        for high in shown
        for low in shown
        if high.kind == low.kind and (high.rate.low or 0) > (low.rate.high or 0)
    ]
    if not pairs:
        return words.say("rates_chart_alike")
    high, low = max(pairs, key=lambda pair: (pair[0].rate.rate or 0) - (pair[1].rate.rate or 0))
    names = {"high": band_name(high.kind, high.name, words), "low": band_name(low.kind, low.name, words)}
    return words.say("rates_chart", **names, high_rate=high.rate.rate, low_rate=low.rate.rate)


def nps_by_wave(found: Waves | None, words: Words, settings: Settings) -> Exhibit | str:
    """Score of each wave with its interval over time; "" where their days are not all known and different."""
    if found is None:
        return ""
    days = [wave.first_day for wave in found.waves]
    if None in days or len(set(days)) < len(days):
        return ""
    frame = pd.DataFrame([_wave_row(number, wave, words, settings) for number, wave in enumerate(found.waves, 1)])
    known = frame[frame["estimate"].notna()]
    if len(known) < 2:
        return ""
    ends = {"first": known["label"].iloc[0], "last": known["label"].iloc[-1]}
    spans = {"start": words.day(known["as_of"].iloc[0]), "end": words.day(known["as_of"].iloc[-1])}
    text = ChartText(
        words.say("trend_nps", **ends, **spans),
        words.say("waves_subtitle", lines=interval_line(words, settings)),
        settings.note,
        format_value=lambda points: words.points(points / 100),
    )
    names = [wave_name(wave.name, number, words, settings) for number, wave in enumerate(found.waves, 1)]
    alternative = alternative_text(text, known["label"], pd.Series(names)[known.index], words)
    saved = figures_alone(frame.drop(columns="as_of"))
    return Exhibit("nps_by_wave", drawing.trend(frame, text), saved, alternative)


def _wave_row(number: int, wave: Wave, words: Words, settings: Settings) -> dict:
    shown = wave.nps.n >= settings.min_group_size
    ends = {"estimate": wave.nps.value, "low": wave.nps.low, "high": wave.nps.high}
    figures = {name: 100 * value if shown else float("nan") for name, value in ends.items()}
    label = words.points(wave.nps.value if shown else None)
    return {"wave": number, "as_of": wave.first_day, "answers": wave.nps.n, **figures, "label": label}
