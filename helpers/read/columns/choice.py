"""The columns of a table as they were chosen, and what a known export says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.read.columns.formats import Format, Rule
from helpers.read.typed_table import Warned


@dataclass(frozen=True)
class Columns:
    """The columns of a table: `headers` has canonical column → the file's (unique) header.

    `undecided` are canonical columns of which the user is asked, or that are not there though they must be. All
    else is what a known export (`format`) says, in the file's headers: what to take off the
    `amount`, what is to be said of it, which rows don't apply. `zones`: canonical column → time zone.
    """

    headers: Mapping[str, str]
    notes: tuple[Warned, ...] = ()
    format: Format | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    blanks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    finished: str = ""
    not_applicable: tuple[tuple[str, Rule], ...] = ()
    order_total: str | None = None
    amount_less: tuple[str, ...] = ()
    amount_note: Mapping[str, str] = field(default_factory=dict)
    undecided: frozenset[str] = frozenset()

    def total_by(self, setting: str | None) -> str | None:
        """Where an order's total stands; products of quantity and unit price can only be summed."""
        return "sum" if "unit_price" in self.headers else setting or self.order_total
