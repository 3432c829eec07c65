"""Columns of text that nothing is asked of, such as a customer's attributes: parsed many at a time, as they come in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from helpers.read.cells.stream import Parser, as_pandas, parsed_column
from helpers.read.cells.texts import text_value

_AT_ONCE = 4000  # cells that are parsed together: many columns of few rows, one of many
_REMEMBERED = 100_000  # distinct texts whose parsed form is kept


@dataclass
class Attributes:
    """The columns with these `headers`, and their values part by part.

    Examples
    --------
    >>> columns = Attributes(("plan", "area"))
    >>> columns.take({"area": 0, "id": 1, "plan": 2}, [["東京 ", "C1", "gold"], ["", "C2", "free"]])
    >>> {header: list(values) for header, values in columns.values().items()}
    {'plan': ['gold', 'free'], 'area': ['東京', nan]}
    """

    headers: Sequence[str] = ()
    _parts: dict[str, list[pa.Array]] = field(default_factory=lambda: defaultdict(list))
    _parser: Parser = field(default_factory=lambda: lru_cache(_REMEMBERED)(text_value))

    def take(self, places: Mapping[str, int], rows: Sequence[Sequence[str]]) -> None:
        """Add some rows of a file whose headers stand at these places."""
        n = len(rows)
        at_once = max(1, _AT_ONCE // max(1, n))
        for start in range(0, len(self.headers), at_once):
            some = self.headers[start : start + at_once]
            cells = [row[place] for place in map(places.__getitem__, some) for row in rows]
            texts = pa.array(parsed_column(cells, self._parser, "text").value.array)
            for number, header in enumerate(some):
                self._parts[header].append(texts.slice(number * n, n))

    def values(self) -> dict[str, ExtensionArray]:
        """Header → the values of its column."""
        return {header: as_pandas(pa.chunked_array(self._parts[header], pa.large_string())) for header in self.headers}
