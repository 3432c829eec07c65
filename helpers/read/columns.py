"""A column parsed at once: plain texts in a fast lane, all others by their parser, each distinct text once."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_DTYPES = {pa.int64(): pd.Int64Dtype(), pa.large_string(): pd.StringDtype(na_value=float("nan"))}


class Parsed(NamedTuple):
    """A value, or ``None`` with the reason (both empty: the cell is blank and may be)."""

    value: Any
    reason: str = ""


Parser = Callable[[str], Parsed]


class Lane(NamedTuple):
    """Pattern (RE2) of texts in plain form, which are never defective, and the values of an array of them."""

    pattern: str
    values: Callable[[pa.Array], pa.Array]


def with_lane(pattern: str, values: Callable[[pa.Array], pa.Array] = lambda texts: texts) -> Callable[[Parser], Parser]:
    """Decorator: gives a parser a lane for texts in plain form, which `parsed_column` takes all at once."""

    def given(parser: Parser) -> Parser:
        vars(parser)["lane"] = Lane(pattern, values)
        return parser

    return given


def parsed_column(texts: pd.Series, parser: Parser) -> pd.DataFrame:
    """Column parsed, each distinct text once: those in plain form all at once, the others one by one.

    Returns
    -------
    DataFrame
        Columns ``value`` and ``reason`` ("" where the cell is fine), the index of `texts`. Values
        are typed where the parser has a lane, objects elsewhere.
    """
    codes, distinct = pd.factorize(texts, use_na_sentinel=False)
    lane: Lane | None = getattr(parser, "lane", None)
    value, reason = _in_lane(distinct, parser, lane) if lane else _one_by_one(distinct, parser)
    return pd.DataFrame({"value": value.take(codes).array, "reason": reason.take(codes).array}, index=texts.index)


def _one_by_one(texts: Iterable[str], parser: Parser) -> tuple[pd.Series, pd.Series]:
    parsed = [parser(text) for text in texts]
    return pd.Series([p.value for p in parsed], dtype=object), pd.Series([p.reason for p in parsed], dtype="str")


def _in_lane(distinct: pd.Index, parser: Parser, lane: Lane) -> tuple[pd.Series, pd.Series]:
    """Values and reasons of distinct texts; those that are not plain go to the parser."""
    texts = pa.table({"text": distinct})["text"].cast(pa.large_string()).combine_chunks()
    plain = pc.match_substring_regex(texts, rf"\A(?:{lane.pattern})\z")
    value = lane.values(pc.if_else(plain, texts, None))
    reason = pa.repeat(pa.scalar("", pa.large_string()), len(texts))
    others = pc.invert(plain)
    parsed = [parser(text) for text in texts.filter(others).to_pylist()]
    value = pc.replace_with_mask(value, others, pa.array([p.value for p in parsed], value.type))
    reason = pc.replace_with_mask(reason, others, pa.array([p.reason for p in parsed], reason.type))
    return value.to_pandas(types_mapper=_DTYPES.get), reason.to_pandas(types_mapper=_DTYPES.get)
