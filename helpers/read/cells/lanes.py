"""What a parser of cells gives, and its lanes: patterns of texts that are taken many at once."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pyarrow as pa


class Parsed(NamedTuple):
    """A value, or ``None`` with the reason (both empty: the cell is blank and may be).

    `fixed` names the kinds of normalisation that were needed, joined by blanks.
    """

    value: Any
    reason: str = ""
    fixed: str = ""


Parser = Callable[[str], Parsed]

# values of cells that the file has typed; none if one may not be plain
TypedLane = Callable[[pa.Array], pa.Array | None]


class SecondLane(NamedTuple):
    """The same of texts that are never defective, but not plain: their values, and which of them needed the `fix`."""

    pattern: str
    values: Callable[[pa.Array], tuple[pa.Array, pa.Array]]
    fix: str


class Lane(NamedTuple):
    """Pattern (RE2) of texts in plain form, which are never defective, and the values of an array of them."""

    pattern: str
    values: Callable[[pa.Array], pa.Array]
    second: SecondLane | None = None
    typed: TypedLane | None = None


def with_lane(
    pattern: str,
    values: Callable[[pa.Array], pa.Array] = lambda texts: texts,
    second: SecondLane | None = None,
    typed: TypedLane | None = None,
) -> Callable[[Parser], Parser]:
    """Decorator: gives a parser a lane for texts in plain form, which are taken all at once."""

    def given(parser: Parser) -> Parser:
        vars(parser)["lane"] = Lane(pattern, values, second, typed)
        return parser

    return given


def lane_of(parser: Parser) -> Lane | None:
    """Lane of a parser, if it has one."""
    return getattr(parser, "lane", None)
