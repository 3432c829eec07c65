"""Known exports: which tool's header it is, and what its columns mean (`formats.yaml`)."""

from collections.abc import Mapping, Sequence, Set
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from helpers.base.own_yaml import own_yaml
from helpers.base.tables import TableName
from helpers.read.columns.spelling import plain

_LISTED = BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
Headers = Annotated[tuple[str, ...], _LISTED, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelRows(_Entry):
    """Header rows under the names: recognised by their cell under a header."""

    at_most: int
    header: Headers
    cell: Literal["blank", "words"]


class Rule(_Entry):
    """Rows that don't apply: their cell under `header` is one of `values`, or merely filled."""

    header: Headers
    values: frozenset[str] = frozenset()
    filled: bool = False
    reason: str


class Format(_Entry):
    """One known export; the fields are explained at the top of ``formats.yaml``."""

    key: str
    name: Mapping[str, str]
    table: TableName
    first: Headers | None = None
    header: tuple[Headers, ...] = ()
    label_rows: LabelRows | None = None
    columns: Mapping[str, Headers]
    fallback: Mapping[str, Headers] = {}
    without: tuple[str, ...] = ()
    blanks: Mapping[str, frozenset[str]] = {}
    zones: Mapping[str, str] = {}
    date_order: Literal["dmy", "mdy"] | None = None
    finished: Headers | None = None
    not_applicable: tuple[Rule, ...] = ()
    statuses_used: tuple[str, ...] = ()
    statuses_unused: tuple[str, ...] = ()
    order_total: Literal["first", "every", "sum"] | None = None
    amount_less: tuple[str, ...] = ()
    amount_instead: tuple[str, ...] = ()
    amount_basis: Mapping[str, str] = {}
    amount_note: Mapping[str, str] = {}
    amount_warning: bool = False
    no_key: bool = False

    def holds(self, first: str, headers: Set[str]) -> bool:
        """Whether these headers, in plain form, are this export's."""
        first_fits = self.first is None or first in map(plain, self.first)
        return first_fits and all(any(plain(name) in headers for name in names) for names in self.header)


def _read() -> dict[str, Format]:
    entries = own_yaml(str(__package__), "formats")
    return {key: Format(key=key, **entry) for key, entry in entries.items()}


FORMATS: Mapping[str, Format] = _read()


def known_format(cells: Sequence[str], table: TableName | None = None) -> Format | None:
    """The known export with these header cells (of a table, if given); of several the one that asks for most headers.

    Examples
    --------
    >>> known_format(["タイムスタンプ", "お客様番号", "おすすめ度"], "responses").key
    'google_forms'
    """
    headers = [plain(cell) for cell in cells]
    there = frozenset(headers)
    ours = [form for form in FORMATS.values() if table in (None, form.table)]
    fitting = [form for form in ours if headers and form.holds(headers[0], there)]
    return max(fitting, key=lambda form: len(form.header), default=None)
