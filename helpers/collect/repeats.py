"""Of several answers of a person the one that counts: the latest, the first, their mean, or none."""

from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.collect.nps import segments
from helpers.collect.periods import EARLIEST, times
from helpers.collect.settings import CollectSettings
from helpers.read.ledger import MANY_REPEATED
from helpers.read.typed_table import Table, Warned

_IN_A_WAVE = ["person", "wave"]
_LATEST = pd.Timestamp("2200-01-01")  # after any date that a file may hold


def segment_of_score(scores: pd.Series, settings: CollectSettings) -> pd.Series:
    """Segment of each score by the cut-offs of the settings."""
    passive, promoter = settings.cut_offs
    return segments(scores, passive_from=passive, promoter_from=promoter)


def with_repeats_checked(table: Table, settings: CollectSettings) -> Table:
    """Asks where more than a tenth of a wave's answers are further ones of its persons; warns where these are few.

    Exact copies of an answer are none, nor are answers without a date, of which `one_answer_each` asks where they
    matter. Where ``answered_again`` is set all is said.

    Raises
    ------
    KitError
        ``E-ANSWERED-AGAIN``.
    """
    if settings.answered_again:
        return table
    answers = table.frame.drop_duplicates()
    is_further = answers.duplicated(_IN_A_WAVE) & times(answers, "responded_at").notna()
    waves = is_further.groupby(answers["wave"], dropna=False).agg(["sum", "size"])
    many = waves[waves["sum"] > MANY_REPEATED * waves["size"]]
    if many.empty:
        return table
    n, of = (int(many[column].sum()) for column in ("sum", "size"))
    said: dict[str, Any] = {"file": table.file, "n": n, "answers": of}
    if many["sum"].max() >= settings.min_cell:
        raise KitError("E-ANSWERED-AGAIN", **said)
    return table.warned(Warned("W-ANSWERED-AGAIN", said))


def one_answer_each(table: Table, settings: CollectSettings) -> Table:
    """One answer a person: in each wave by ``answered_again``, of several waves that of the last.

    Ties: the smallest answer id, then the lowest score, never the row order. A mean keeps the row that would count
    otherwise, with the whole part of the mean score: cut-offs are whole numbers, so that it lies in the mean's segment.

    Raises
    ------
    KitError
        ``E-ANSWERED-AGAIN``, ``E-ANSWERED-UNDATED`` where answers without a date differ in segment, and the setting
        would need one.
    """
    several = table.frame[table.frame.duplicated(_IN_A_WAVE, keep=False)]
    differ = several.groupby(_IN_A_WAVE, dropna=False)["segment"].transform("nunique") > 1
    if settings.answered_again == "drop":
        table = table.without(differ.reindex(table.frame.index, fill_value=False), "answered_differently")
    elif settings.answered_again == "mean":
        table = _with_means(table, several, settings)
    else:
        _check_dated(table, several[differ], settings)
    return _of_last_wave(_one_in_each_wave(table, settings))


def _check_dated(table: Table, differing: pd.DataFrame, settings: CollectSettings) -> None:
    dated = times(differing, "responded_at").notna().groupby([differing[key] for key in _IN_A_WAVE], dropna=False).any()
    undated = int((~dated).sum())
    if undated and settings.answered_again is None:
        raise KitError("E-ANSWERED-AGAIN.undated", file=table.file, n=undated)
    if undated:
        raise KitError("E-ANSWERED-UNDATED", file=table.file, n=undated, rule=settings.answered_again)


def _with_means(table: Table, several: pd.DataFrame, settings: CollectSettings) -> Table:
    groups = several.groupby(_IN_A_WAVE, dropna=False)["score"]
    mean = (groups.transform("sum") // groups.transform("count")).astype("Int64")
    score = mean.reindex(table.frame.index).fillna(table.frame["score"])
    return replace(table, frame=table.frame.assign(score=score, segment=segment_of_score(score, settings)))


def _one_in_each_wave(table: Table, settings: CollectSettings) -> Table:
    is_first = settings.answered_again == "first"
    return _first_of_each(table, _IN_A_WAVE, "responded_at", earliest=is_first, tells=settings.answered_again != "mean")


def _of_last_wave(table: Table) -> Table:
    return _first_of_each(table, ["person"], "told_at")


def _first_of_each(table: Table, keys: list[str], at: str, *, earliest: bool = False, tells: bool = True) -> Table:
    """The row of each group that is the last, or the earliest, by a time; warns of ties that matter, if it `tells`."""
    several = table.frame[table.frame.duplicated(keys, keep=False)]
    if several.empty:
        return table
    order = _order(several, keys, times(several, at), earliest=earliest)
    ranked = order.sort_values(list(order), kind="stable")
    gone = ranked.index[ranked.duplicated(keys)]
    table = table.without(pd.Series(table.frame.index.isin(gone), index=table.frame.index), "answered_again")
    tied = _tied(order.assign(segment=several["segment"]), keys) if tells else 0
    return table.warned(Warned("W-ANSWER-TIE", {"file": table.file, "n": tied})) if tied else table


def _order(several: pd.DataFrame, keys: list[str], at: pd.Series, *, earliest: bool) -> pd.DataFrame:
    """What rows are ranked by: the group, the time, the answer id, then the answer itself."""
    order = several[keys].copy()
    order["time"] = at.fillna(_LATEST).astype("int64") if earliest else -at.fillna(EARLIEST).astype("int64")
    ids = several["response_id"].fillna("") if "response_id" in several else pd.Series("", index=several.index)
    order["id_length"], order["id"] = ids.str.len(), ids
    for column in ("score", "recommended_count", "influence", "warned_count"):
        order[column] = several[column].fillna(-1).astype(float) if column in several else 0.0
    return order


def _tied(order: pd.DataFrame, keys: list[str]) -> int:
    """Groups with answers in several segments of which none is told to be the one, by its time or its id."""
    open_to_choice = order.groupby([*keys, "time", "id"], dropna=False)["segment"].nunique()
    return int((open_to_choice > 1).sum())
