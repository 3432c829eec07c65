"""Who answered, and when: of those asked, by day, by channel, tenure and spend; early against late."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.disclosure import hidden_groups, too_few
from helpers.base.parameters import Settings
from helpers.base.proportions import HIDDEN, Rate, wilson_rate
from helpers.collect.nps import Nps, difference, nps_from_scores
from helpers.collect.plan.bands import CHANNELS, OTHER, SPENDS, TENURES, UNKNOWN, Earlier, bands

KINDS = ("channel", "tenure", "spend")
DAYS_SHOWN = 21  # from so many days on, weeks are shown
HARDLY = 0.5  # of the rate of all


@dataclass(frozen=True)
class Group:
    """Those asked of one channel, tenure or spend: how many answered. Hidden figures are ``None``.

    `silent`: it hardly answered, because even the high end of its rate lies under half of the rate of all.
    """

    kind: str
    name: str
    rate: Rate
    silent: bool


@dataclass(frozen=True)
class EarlyLate:
    """NPS of the first and the last third of the answers, and their difference (late less early; METHOD §1)."""

    early: Nps
    late: Nps
    estimate: float
    low: float
    high: float
    distinguishable: bool


@dataclass(frozen=True)
class Monitor:
    """Answers of the last wave among those who were asked in it.

    Attributes
    ----------
    wave : str or None
        Name of the wave; ``None`` where the list tells of none, or of one alone.
    invited : int
        Customers asked.
    delivered, opened : int or None
        Those whose mail was accepted, and who opened it; ``None`` where the list does not tell.
    rate : Rate
        Those with a usable answer, of all asked.
    groups : tuple of Group
    days : DataFrame
        first_day, last_day (days since the invitation, or since the first answer where its day is
        unknown; both included), answers: spans of days with at least ``min_cell`` answers each.
    undated : int
        Answers without a day.
    thirds : EarlyLate or None
        ``None`` where a third would have fewer than ``min_group_size`` answers.
    """

    wave: str | None
    invited: int
    delivered: int | None
    opened: int | None
    rate: Rate
    groups: tuple[Group, ...]
    days: pd.DataFrame
    undated: int
    thirds: EarlyLate | None


def monitor(
    answers: pd.DataFrame | None,
    invitations: pd.DataFrame | None,
    customers: pd.DataFrame | None,
    before: Earlier | None,
    settings: Settings,
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
    asked = _one_each(listed)
    given = answers.dropna(subset="customer_id")
    if wave is not None:
        given = given[given["wave"].fillna(wave) == wave]
    asked = asked.merge(
        given[["customer_id", "person", "score", "responded_at"]], on="customer_id", how="left", validate="one_to_one"
    )
    asked["answered"] = asked["person"].notna()
    days = _days_after(asked[asked["answered"]])
    rate = _rate(asked, settings)
    return Monitor(
        wave=wave,
        invited=len(asked),
        delivered=int(asked["delivered"].sum()) if "delivered" in listed else None,
        opened=int(asked["opened_at"].notna().sum()) if "opened_at" in listed else None,
        rate=rate,
        groups=_groups(asked, customers, before, rate, settings),
        days=by_day(days.dropna().astype("int64"), settings),
        undated=int(days.isna().sum()),
        thirds=early_late(asked[asked["answered"]].assign(days=days), settings),
    )


def _last_wave(invitations: pd.DataFrame) -> tuple[str | None, pd.DataFrame]:
    """Name and invitations of the wave that began last, where there are several."""
    if "wave" not in invitations or invitations["wave"].nunique() < 2:
        return None, invitations
    days = invitations.get("invited_at", pd.Series(pd.NaT, index=invitations.index, dtype="datetime64[us]"))
    begun = pd.DataFrame({"wave": invitations["wave"], "day": days}).dropna(subset="wave").groupby("wave")["day"].min()
    known = begun.fillna(pd.Timestamp("1900-01-01"))
    wave = max(known.index, key=lambda name: (known[name], name))
    return str(wave), invitations[invitations["wave"] == wave]


def _one_each(listed: pd.DataFrame) -> pd.DataFrame:
    """One row a customer: the first day of asking, whether any mail was accepted or was opened."""
    empty = pd.Series(pd.NA, index=listed.index)
    parts = pd.DataFrame(
        {
            "customer_id": listed["customer_id"],
            "invited_at": listed.get("invited_at", empty).astype("datetime64[us]"),
            "opened_at": listed.get("opened_at", empty).astype("datetime64[us]"),
            "delivered": listed.get("delivered", empty).astype("boolean").fillna(False),
        }
    )
    by_customer = parts.groupby("customer_id", sort=True)
    return by_customer.agg({"invited_at": "min", "opened_at": "min", "delivered": "max"}).reset_index()


def _rate(asked: pd.DataFrame, settings: Settings) -> Rate:
    answered = int(asked["answered"].sum())
    return wilson_rate(numerator=answered, denominator=len(asked), confidence=settings.confidence)


def _groups(
    asked: pd.DataFrame, customers: pd.DataFrame | None, before: Earlier | None, whole: Rate, settings: Settings
) -> tuple[Group, ...]:
    """Groups of each kind of which the files tell at least two."""
    known = pd.DataFrame({"customer_id": []}, dtype="str") if customers is None else customers
    described = asked[["customer_id"]].merge(
        known.drop_duplicates("customer_id"), on="customer_id", how="left", validate="one_to_one"
    )
    found = bands(described, before, settings)
    return tuple(
        group
        for kind in KINDS
        if len(set(found[kind]) - {UNKNOWN}) > 1
        for group in _of_kind(asked, found[kind], kind, whole, settings)
    )


def _of_kind(asked: pd.DataFrame, names: pd.Series, kind: str, whole: Rate, settings: Settings) -> list[Group]:
    """Groups of one kind in their order; hidden are those of few who answered or few who did not."""
    hidden = hidden_groups(asked, names, lambda some: _unsafe(some, settings))
    last = (*CHANNELS, OTHER, UNKNOWN)
    order = {"tenure": TENURES, "spend": SPENDS}.get(kind, (*sorted(set(names) - set(last)), *last))
    rates = {name: _rate(asked[names == name], settings) for name in order if (names == name).any()}
    return [
        Group(kind, name, HIDDEN if name in hidden else rate, name not in hidden and _hardly(rate, whole, settings))
        for name, rate in rates.items()
    ]


def _unsafe(some: pd.DataFrame, settings: Settings) -> bool:
    answered = int(some["answered"].sum())
    return any(too_few(n, settings.min_cell) for n in (answered, len(some) - answered))


def _hardly(rate: Rate, whole: Rate, settings: Settings) -> bool:
    enough = (rate.denominator or 0) >= settings.min_group_size
    return enough and (rate.high or 0) < HARDLY * (whole.rate or 0)


def _days_after(given: pd.DataFrame) -> pd.Series:
    """Days from the invitation to the answer; from the first answer on where no invitation has a day."""
    answered, invited = given["responded_at"].dt.normalize(), given["invited_at"].dt.normalize()
    start = invited if invited.notna().any() else pd.Series(answered.min(), index=given.index)
    return (answered - start).dt.days.clip(lower=0)


def by_day(days: pd.Series, settings: Settings) -> pd.DataFrame:
    """Answers by spans of days, or of weeks where it took long; each span has at least ``min_cell`` answers.

    Examples
    --------
    >>> by_day(pd.Series([0] * 6 + [1] * 5 + [2, 3, 3]), Settings(as_of="2026-04-01")).to_numpy().tolist()
    [[0, 0, 6], [1, 3, 8]]
    """
    step = 1 if days.empty or days.max() < DAYS_SHOWN else 7
    spans: list[list[int]] = []
    start = found = 0
    for number in range(int(days.max()) // step + 1 if len(days) else 0):
        found += int((days // step == number).sum())
        if found >= settings.min_cell:
            spans.append([start, min((number + 1) * step - 1, int(days.max())), found])
            start, found = (number + 1) * step, 0
    if found and spans:
        spans[-1] = [spans[-1][0], int(days.max()), spans[-1][2] + found]
    return pd.DataFrame(spans, columns=["first_day", "last_day", "answers"], dtype="int64")


def early_late(given: pd.DataFrame, settings: Settings) -> EarlyLate | None:
    """NPS of the third that answered first and of the third that answered last.

    Parameters
    ----------
    given : DataFrame
        person, score, days (since the invitation), responded_at. Undated answers are left out.
    """
    dated = given.dropna(subset="days").sort_values(["days", "responded_at", "person"], kind="stable")
    third = len(dated) // 3
    if third < settings.min_group_size:
        return None
    early, late = (_nps(part, settings) for part in (dated[:third], dated[-third:]))
    gap = difference(late, early, confidence=settings.confidence)
    ends = {end: float(gap[end]) for end in ("estimate", "low", "high")}
    return EarlyLate(early, late, **ends, distinguishable=bool(gap["distinguishable"]))


def _nps(given: pd.DataFrame, settings: Settings) -> Nps:
    return nps_from_scores(
        given["score"],
        passive_from=settings.passive_from,
        promoter_from=settings.promoter_from,
        confidence=settings.confidence,
    )
