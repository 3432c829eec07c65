"""A column parsed as it streams by: plain texts in a fast lane, all others by their parser, distinct ones once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from helpers.read.cells.lanes import Lane, Parser, SecondLane, lane_of

TYPES = {
    "text": pa.large_string(), "int": pa.int64(), "float": pa.float64(), "flag": pa.bool_(),
    "time": pa.timestamp("us"),
}  # fmt: skip
_PANDAS: dict[pa.DataType, Any] = {
    pa.large_string(): pd.StringDtype(na_value=float("nan")), pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(), pa.bool_(): pd.BooleanDtype(),
}  # fmt: skip
_REMEMBERED = 100_000  # distinct texts whose parsed form is kept


class ParsedColumn(NamedTuple):
    """A parsed column.

    `value` has a value for each cell; `reason` those of the defective cells alone, indexed by their
    place; `fixed` the number of cells by kind of normalisation.
    """

    value: pd.Series
    reason: pd.Series
    fixed: Counter[str]


_NO_REASONS = pd.Series([], index=pd.Index([], dtype="int64"), dtype="str")


class SecondPart(NamedTuple):
    """Values of a part's cells in the second lane, missing for the others, and whether each needed its fix."""

    values: pa.Array
    needed: pa.Array


@dataclass
class Gathered:
    """Cells of one column as they come in, part by part: plain ones as values, the others as texts.

    Those of a second lane are values too, kept apart: what a column is judged by, `others` and `plain_values`, is
    without them.

    `marked` tells whether a plain cell held `mark`, such as a decimal point.

    Examples
    --------
    >>> from helpers.read.cells.ratings import score
    >>> column = Gathered(lane_of(score()), "int")
    >>> column.take(["9", "10点", ""])
    >>> column.others(), column.parsed(score()).value.tolist()
    (Counter({'10点': 1, '': 1}), [9, 10, <NA>])
    """

    lane: Lane | None
    kind: str
    mark: str = ""
    marked: bool = False
    plain: list[pa.Array] = field(default_factory=list)
    other: list[tuple[np.ndarray, pa.Array]] = field(default_factory=list)  # places within the part, texts
    second: list[SecondPart | None] = field(default_factory=list)

    def take(self, cells: list[str] | pa.Array) -> None:
        """Add some cells."""
        texts = cells if isinstance(cells, pa.Array) else pa.array(cells, pa.string())
        if self.lane is None:
            self._keep(pa.nulls(len(texts), TYPES[self.kind]), None, np.arange(len(texts)), texts)
            return
        is_plain, second = _matches(texts, self.lane.pattern), None
        rest = pc.invert(is_plain)
        if self.lane.second and rest.true_count:
            is_second = _matches(texts, self.lane.second.pattern)
            second = _second_part(texts, is_second, self.lane.second) if is_second.true_count else None
            rest = pc.and_not(rest, is_second)
        plain = pc.if_else(is_plain, texts, None) if is_plain.false_count else texts
        if self.mark and not self.marked:
            self.marked = bool(pc.any(pc.match_substring(plain, self.mark)).as_py())
        places = np.flatnonzero(rest.to_numpy(zero_copy_only=False))
        values = self.lane.values(plain).cast(TYPES[self.kind])
        self._keep(values, second, places, texts.take(pa.array(places)))

    def take_typed(self, cells: pa.Array) -> bool:
        """Add some cells that their file has typed, missing ones as blank, if each would be plain as a text."""
        values = self.lane.typed(cells) if self.lane and self.lane.typed else None
        if values is None:
            return False
        missing = np.flatnonzero(cells.is_null().to_numpy(zero_copy_only=False))
        self._keep(values.cast(TYPES[self.kind]), None, missing, pa.array([""] * len(missing), pa.large_string()))
        return True

    def _keep(self, plain: pa.Array, second: SecondPart | None, places: np.ndarray, others: pa.Array) -> None:
        self.plain.append(plain)
        self.second.append(second)
        self.other.append((places, others))

    def filled(self) -> int:
        """Number of cells of either lane."""
        parts = [*self.plain, *(second.values for second in self.second if second)]
        return sum(len(part) - part.null_count for part in parts)

    def others(self) -> Counter[str]:
        """Distinct texts that are not in plain form, with the number of their cells."""
        counted: Counter[str] = Counter()
        for _, texts in self.other:
            counted.update({pair["values"]: pair["counts"] for pair in texts.value_counts().to_pylist()})
        return counted

    def plain_values(self) -> pa.ChunkedArray:
        """Values of the plain cells, missing for the others."""
        return pa.chunked_array(self.plain, TYPES[self.kind])

    def place_of(self, text: str) -> int:
        """Number of the first cell that holds a text, counted from 0."""
        start = 0
        for part, (places, texts) in zip(self.plain, self.other, strict=True):
            at = pc.index(texts, text).as_py()
            if at >= 0:
                return start + int(places[at])
            at = pc.index(part.cast(pa.large_string()), text).as_py()
            if at >= 0:
                return start + at
            start += len(part)
        raise KeyError("no such cell")

    def only(self, kept: np.ndarray) -> "Gathered":
        """The column less the cells whose place in `kept` is false.

        Examples
        --------
        >>> column = Gathered(None, "text")
        >>> column.take(["nps", "csat", "nps"])
        >>> column.only(np.array([True, False, True])).others()
        Counter({'nps': 2})
        """
        left = replace(self, plain=[], other=[], second=[])
        start = 0
        for part, second, (places, texts) in zip(self.plain, self.second, self.other, strict=True):
            here = kept[start : start + len(part)]
            stay = here[places]
            left.plain.append(part.filter(pa.array(here)))
            left.second.append(second and SecondPart(*(part.filter(pa.array(here)) for part in second)))
            left.other.append((np.cumsum(here)[places[stay]] - 1, texts.filter(pa.array(stay))))
            start += len(part)
        return left

    def parsed(self, parser: Parser) -> ParsedColumn:
        """All cells: those of the lanes as they are, the others by their parser."""
        parse = lru_cache(_REMEMBERED)(parser)
        start = 0
        values: list[pa.Array] = []
        reasons: dict[int, str] = {}
        fixed: Counter[str] = Counter()
        for plain, second, (places, texts) in zip(self.plain, self.second, self.other, strict=True):
            part = pc.coalesce(plain, second.values) if second else plain
            if second and self.lane and self.lane.second and (n := pc.sum(second.needed).as_py()):
                fixed[self.lane.second.fix] += n
            cells = [parse(text) for text in texts.to_pylist()] if len(texts) else []
            values.append(_filled(part, places, [cell.value for cell in cells]))
            reasons.update({start + int(i): cell.reason for i, cell in zip(places, cells, strict=True) if cell.reason})
            fixed.update(kind for cell in cells for kind in cell.fixed.split())
            start += len(part)
        kind = TYPES["float"] if TYPES["float"] in {part.type for part in values} else TYPES[self.kind]
        value = pa.chunked_array([part.cast(kind) for part in values], kind).to_pandas(types_mapper=_PANDAS.get)
        return ParsedColumn(value, pd.Series(reasons, dtype="str") if reasons else _NO_REASONS, fixed)


def _matches(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(texts, rf"\A(?:{pattern})\z")


def _second_part(texts: pa.Array, here: pa.Array, lane: SecondLane) -> SecondPart:
    values, needed = lane.values(texts.filter(here))
    nothing = pa.nulls(len(texts), values.type), pa.nulls(len(texts), needed.type)
    return SecondPart(
        *(pc.replace_with_mask(no, here, some) for no, some in zip(nothing, (values, needed), strict=True))
    )


def _filled(part: pa.Array, places: np.ndarray, values: list) -> pa.Array:
    """Part of a column with `values` at `places`; of whole numbers floats are made where some have decimals."""
    if not values:
        return part
    if pa.types.is_integer(part.type) and any(isinstance(value, float) for value in values):
        part = part.cast(TYPES["float"])
    here = np.zeros(len(part), dtype=bool)
    here[places] = True
    return pc.replace_with_mask(part, pa.array(here), pa.array(values, part.type))


def as_pandas(values: pa.ChunkedArray) -> ExtensionArray:
    """Values of one of the `TYPES` but time, without a copy."""
    return _PANDAS[values.type].__from_arrow__(values)


def parsed_column(texts: Iterable[str], parser: Parser, kind: str) -> ParsedColumn:
    """Texts parsed at once; `kind` of the values: text, int, float, flag or time."""
    column = Gathered(lane_of(parser), kind)
    column.take(list(texts))
    return column.parsed(parser)
