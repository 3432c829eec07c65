"""Which wave of the survey an answer belongs to, and who had been asked when the answers that count ended."""

import pandas as pd

from helpers.collect.settings import CollectSettings
from helpers.read.typed_table import Table

EARLIEST = pd.Timestamp("1900-01-01")  # before any date that a file may hold


def wave_of(answers: pd.DataFrame, invitations: pd.DataFrame | None, settings: CollectSettings) -> pd.Series:
    """Wave of each answer, in this order: by its token's invitation, by its sender's, by its day.

    Of several invitations of one customer the last before the answer counts. By its day an answer belongs
    to the wave that had begun last (see `first_days`).

    Parameters
    ----------
    answers : DataFrame
        [customer_id], [token], [responded_at].
    invitations : DataFrame or None
        customer_id, [token], [wave], [invited_at].

    Returns
    -------
    Series of str
        Missing where nothing tells.

    Examples
    --------
    >>> asked = pd.DataFrame({"customer_id": ["a", "a"], "token": ["t", "u"], "wave": ["w1", "w2"]})
    >>> answers = pd.DataFrame({"customer_id": ["a"], "token": ["t"]})
    >>> wave_of(answers, asked, CollectSettings(as_of="2026-04-01")).tolist()
    ['w1']
    """
    wave = pd.Series(pd.NA, index=answers.index, dtype="str")
    days = times(answers, "responded_at")
    if invitations is not None and "wave" in invitations:
        listed = invitations.dropna(subset="wave")
        if "token" in answers and "token" in listed:
            wave = wave.fillna(_by_token(answers, listed))
        if "customer_id" in answers:
            wave = wave.fillna(_by_sender(answers, days, listed))
    begun = first_days(invitations, settings)
    return wave.fillna(_by_day(days, begun)) if len(begun) else wave


def first_days(invitations: pd.DataFrame | None, settings: CollectSettings) -> pd.Series:
    """First day of each wave, in the order of time: as the settings say, else of its first invitation.

    Waves of which no day is known are left out.

    Examples
    --------
    >>> waves = {"w2": "2026-03-01", "w1": "2025-09-01"}
    >>> first_days(None, CollectSettings(as_of="2026-04-01", waves=waves)).index.tolist()
    ['w1', 'w2']
    """
    days = {wave: pd.Timestamp(day) for wave, day in settings.waves.items()}
    if invitations is not None and {"wave", "invited_at"} <= set(invitations):
        first = invitations.dropna(subset=["wave", "invited_at"]).groupby("wave")["invited_at"].min()
        days = {str(wave): day.normalize() for wave, day in first.items()} | days
    ordered = sorted(days, key=lambda wave: (days[wave], wave))
    return pd.Series([days[wave] for wave in ordered], index=pd.Index(ordered, dtype="str"), dtype="datetime64[us]")


def asked_in_period(invitations: Table, settings: CollectSettings) -> Table:
    """Invitations less those sent after ``answers_to``: whose answer can't count has not kept silent either."""
    if settings.answers_to is None:
        return invitations
    days = times(invitations.frame, "invited_at").dt.normalize()
    return invitations.without(days > pd.Timestamp(settings.answers_to), "outside_period")


def times(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column of times; all missing where there is no such column."""
    return frame.get(column, pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]"))


def _by_token(answers: pd.DataFrame, listed: pd.DataFrame) -> pd.Series:
    pairs = listed[["token", "wave"]].dropna().drop_duplicates()
    alone = pairs[~pairs["token"].duplicated(keep=False)].set_index("token")["wave"]
    return answers["token"].map(alone).astype("str")


def _by_sender(answers: pd.DataFrame, days: pd.Series, listed: pd.DataFrame) -> pd.Series:
    """Wave of the sender's last invitation before the answer; undated ones are taken as the earliest."""
    begun = times(listed, "invited_at").dt.normalize().fillna(EARLIEST)
    asked = listed[["customer_id", "wave"]].assign(begun=begun)
    sent = pd.DataFrame({"row": answers.index, "customer_id": answers["customer_id"].array, "day": days.array})
    sent = sent.dropna(subset="customer_id")
    pairs = sent.merge(asked.drop_duplicates(), on="customer_id", how="inner", validate="many_to_many")
    pairs = pairs[pairs["day"].isna() | (pairs["begun"] <= pairs["day"])]
    last = pairs.sort_values(["begun", "wave"], kind="stable").drop_duplicates("row", keep="last")
    return last.set_index("row")["wave"]


def _by_day(days: pd.Series, begun: pd.Series) -> pd.Series:
    """Wave that had begun last at each day."""
    place = begun.searchsorted(days.fillna(EARLIEST), side="right") - 1
    names = [begun.index[at] if at >= 0 else pd.NA for at in place]
    return pd.Series(names, index=days.index, dtype="str")
