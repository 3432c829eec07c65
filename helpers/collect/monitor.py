"""Who answered of those asked: by channel, tenure and spend, and by day."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import Support, behind, public, told_by
from helpers.collect.periods import times
from helpers.collect.plan.bands import BAND_KINDS, CHANNELS, OTHER, SPENDS, TENURES, UNKNOWN, Earlier, bands
from helpers.collect.settings import CollectSettings
from helpers.collect.timing import DaySpan, EarlyLate, by_day, days_after, early_late

HARDLY = 0.5  # of the rate of all


@dataclass(frozen=True)
class ResponseGroup:
    """Those asked of one channel, tenure or spend: how many answered.

    `silent`: it hardly answered, because even the high end of its rate lies under half of the rate of all.
    """

    kind: str = public()
    name: str = public()
    rate: Rate = told_by("answered")
    silent: bool = told_by("answered")


@dataclass(frozen=True, eq=False, repr=False)
class Asked:
    """Those who were asked."""

    kinds: Mapping[str, Support]  # kind → all of them by channel, tenure or spend: answered
    days: pd.Series  # whole days until each answer that has one


@dataclass(frozen=True)
class Monitor:
    """Answers of the last wave among those who were asked in it."""

    wave: str | None  # None where the list tells of none, or of one alone
    invited: int  # customers asked
    delivered: int | None  # those whose mail was accepted; None where the list does not tell
    opened: int | None  # those who opened it; None where the list does not tell
    rate: Rate  # those with a usable answer, of all asked
    groups: tuple[ResponseGroup, ...]
    days: tuple[DaySpan, ...]
    undated: int  # answers without a day
    thirds: EarlyLate | None  # None where a third would have fewer than min_group_size answers
    asked: Asked | None = behind()  # None in a monitor that may be shown


def monitor(
    answers: pd.DataFrame | None,
    invitations: pd.DataFrame | None,
    customers: pd.DataFrame | None,
    before: Earlier | None,
    settings: CollectSettings,
) -> Monitor | None:
    """How those who were asked last answered; ``None`` where there is no list of them, or no answer.

    Parameters
    ----------
    answers : DataFrame or None
        One row a person, as made by `helpers.collect.responses.answers`.
    invitations : DataFrame or None
        customer_id, [wave], [invited_at], [opened_at], [delivered].
    customers : DataFrame or None
        customer_id, [acquisition_channel], [acquired_on].
    before : Earlier or None
        An earlier run, for spend before the survey.
    """
    if answers is None or invitations is None or invitations.empty or answers.empty:
        return None
    wave, listed = _last_wave(invitations)
    asked = _with_answers(_one_each(listed), answers, wave)
    days = days_after(asked[asked["answered"]])
    dated, rate = days.dropna().astype("int64"), _rate(asked, settings)
    kinds = _kinds(asked, customers, before, settings)
    return Monitor(
        wave=wave,
        invited=len(asked),
        delivered=int(asked["delivered"].sum()) if "delivered" in listed else None,
        opened=int(asked["opened_at"].notna().sum()) if "opened_at" in listed else None,
        rate=rate,
        groups=tuple(group for kind, support in kinds.items() for group in _of_kind(kind, support, rate, settings)),
        days=by_day(dated, 1),
        undated=int(days.isna().sum()),
        thirds=early_late(asked[asked["answered"]].assign(days=days), settings),
        asked=Asked(kinds, dated),
    )


def _last_wave(invitations: pd.DataFrame) -> tuple[str | None, pd.DataFrame]:
    """Name and invitations of the wave that began last, where there are several."""
    if "wave" not in invitations or invitations["wave"].nunique() < 2:
        return None, invitations
    begun = times(invitations, "invited_at").groupby(invitations["wave"]).min()
    wave = begun.sort_values(kind="stable", na_position="first").index[-1]
    return str(wave), invitations[invitations["wave"] == wave]


def _one_each(listed: pd.DataFrame) -> pd.DataFrame:
    """One row a customer: the first day of asking, whether any mail was accepted or was opened."""
    kinds = {"invited_at": "datetime64[us]", "opened_at": "datetime64[us]", "delivered": "boolean"}
    parts = listed.reindex(columns=["customer_id", *kinds]).astype(kinds).fillna({"delivered": False})
    by_customer = parts.groupby("customer_id", sort=True)
    return by_customer.agg({"invited_at": "min", "opened_at": "min", "delivered": "max"}).reset_index()


def _with_answers(asked: pd.DataFrame, answers: pd.DataFrame, wave: str | None) -> pd.DataFrame:
    """Those asked with their answers in the wave (of several contacts the first), and whether they gave any."""
    given = answers.dropna(subset="customer_id")
    if wave is not None:
        given = given[given["wave"].fillna(wave) == wave]
    given = given.sort_values(["responded_at", "person"], kind="stable").drop_duplicates("customer_id")
    columns = given[["customer_id", "person", "score", "responded_at"]]
    joined = asked.merge(columns, on="customer_id", how="left", validate="one_to_one")
    return joined.assign(answered=joined["person"].notna())


def _rate(asked: pd.DataFrame, settings: CollectSettings) -> Rate:
    answered = int(asked["answered"].sum())
    return wilson_rate(numerator=answered, denominator=len(asked), confidence=settings.confidence)


def _kinds(
    asked: pd.DataFrame, customers: pd.DataFrame | None, before: Earlier | None, settings: CollectSettings
) -> dict[str, Support]:
    """Those asked by each kind of which the files tell at least two groups."""
    nobody = pd.DataFrame({"customer_id": []}, dtype="str")
    listed = nobody if customers is None else customers.drop_duplicates("customer_id")
    described = asked[["customer_id"]].merge(listed, on="customer_id", how="left", validate="one_to_one")
    names = bands(described, before, settings)
    kinds = [kind for kind in BAND_KINDS if len(set(names[kind]) - {UNKNOWN}) > 1]
    return {kind: Support(names[kind], asked[["answered"]]) for kind in kinds}


def _of_kind(kind: str, support: Support, whole: Rate, settings: CollectSettings) -> list[ResponseGroup]:
    """Groups of one kind in their order."""
    names, last = set(support.cell), (*CHANNELS, OTHER, UNKNOWN)
    order = {"tenure": TENURES, "spend": SPENDS}.get(kind, (*sorted(names - set(last)), *last))
    rates = {name: _rate(support.adds[support.cell == name], settings) for name in order if name in names}
    return [ResponseGroup(kind, name, rate, _hardly(rate, whole, settings)) for name, rate in rates.items()]


def _hardly(rate: Rate, whole: Rate, settings: CollectSettings) -> bool:
    enough = (rate.denominator or 0) >= settings.min_group_size
    return enough and (rate.high or 0) < HARDLY * (whole.rate or 0)
