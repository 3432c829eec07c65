"""Columns of text that nothing is asked of, such as a customer's attributes: parsed many at a time, as they come in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from helpers.read.cells.lanes import Parser, lane_of
from helpers.read.cells.stream import Gathered, as_pandas
from helpers.read.cells.texts import text_value

_AT_ONCE = 4000  # cells that are parsed together: many columns of few rows, one of many
_REMEMBERED = 100_000  # distinct texts whose parsed form is kept


@dataclass
class Attributes:
    """The columns with these `headers`, and their values part by part.

    Examples
    --------
    >>> columns = Attributes(("plan", "area"))
    >>> cells = [pa.array(texts) for texts in (["東京 ", ""], ["C1", "C2"], ["gold", "free"])]
    >>> columns.take({"area": 0, "id": 1, "plan": 2}, cells)
    >>> {header: list(values) for header, values in columns.values().items()}
    {'plan': ['gold', 'free'], 'area': ['東京', nan]}
    """

    headers: Sequence[str] = ()
    _parts: dict[str, list[pa.Array]] = field(default_factory=lambda: defaultdict(list))
    _parser: Parser = field(default_factory=lambda: lru_cache(_REMEMBERED)(text_value))

    def take(self, places: Mapping[str, int], columns: Sequence[pa.Array]) -> None:
        """Add some rows of a file, column by column, whose headers stand at these places."""
        n = len(columns[0])
        at_once = max(1, _AT_ONCE // max(1, n))
        for start in range(0, len(self.headers), at_once):
            some = self.headers[start : start + at_once]
            cells = Gathered(lane_of(text_value), "text")
            cells.take(pa.concat_arrays([columns[places[header]] for header in some]))
            texts = pa.array(cells.parsed(self._parser).value.array)
            for number, header in enumerate(some):
                self._parts[header].append(texts.slice(number * n, n))

    def values(self) -> dict[str, ExtensionArray]:
        """Header → the values of its column."""
        return {header: as_pandas(pa.chunked_array(self._parts[header], pa.large_string())) for header in self.headers}
