"""What a file's header leaves open: the columns that the user is asked of, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.base.tables import FACTORS, ONE_KEY_OF, PARTS, TableName
from helpers.read.columns.asked import missing, price_alone, several, unknown_column
from helpers.read.columns.assignment import absent, keys_of, places_of
from helpers.read.columns.formats import Format, known_format
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.prices import PriceAlone, priced
from helpers.read.columns.vocabulary import NAMES, Matches

_DESCRIBE = ("name", "comment")  # no figure and no join needs them: left out without a word
_EXTRA = (  # left out with a warning; all others change figures or whom they are about: the user is asked
    "mail_consent", "acquisition_channel", "acquisition_cost", "response_id", "recommended_count", "influence",
    "warned_count", "wave", "invited_at", "opened_at", "expires_on", "delivered", "tax",
)  # fmt: skip
_BESIDE = {("amounts", "ordered_at"), ("amounts", "status")}  # the orders' own file has them


def check_table(table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches) -> None:
    """Stop at an export that holds another table than it is given as.

    Raises
    ------
    KitError
        ``E-FORMAT-TABLE``.
    """
    other = None if mapping or header.format or table in PARTS else known_format(header.names)
    if other and (other.table == "purchases" or absent(table, matches)):
        names = {"format_en": other.name["en"], "format_ja": other.name["ja"]}
        raise KitError("E-FORMAT-TABLE", file=header.file, table=table, holds=other.table, **names)


@dataclass
class Questions:
    """Questions of a header, kept in `problems`; `asked` are the columns that they are of.

    `mapping` is the user's word: canonical column → header, or "".
    """

    table: TableName
    header: Header
    mapping: Mapping[str, str]
    problems: Problems
    asked: set[str] = field(default_factory=set)

    def ask(self, matches: Matches, form: Format | None) -> dict[str, str]:
        """Ask all of them; the columns that several headers could be and that may be left out, with those headers."""
        self._of_the_users_word()
        left = self._of_doubtful(matches)
        self._of_repeated(matches)
        self._of_lacking(matches, form)
        return left

    def of_price(self, matches: Matches) -> Matches:
        """Matches in which the amount is a column of its own or quantity × unit price; asked where it is open."""
        try:
            return priced(self.table, self.header, self.mapping, matches)
        except PriceAlone as alone:
            self.problems.keep(price_alone(self.header, alone.sure, alone.place))
            self.asked |= {"amount", *FACTORS}
            return matches

    def _ask(self, column: str, places: tuple[int, ...]) -> None:
        self.problems.keep(several(self.table, self.header, column, places))
        self.asked.add(column)

    def _of_the_users_word(self) -> None:
        """It names a column that the table doesn't have, a header that isn't there, or several."""
        for column, wanted in self.mapping.items():
            if not self.problems.went_well(lambda c=column, w=wanted: self._check_named(c, w)):  # type: ignore[misc]
                self.asked |= {column, *get_close_matches(column, NAMES[self.table], n=1)}

    def _check_named(self, column: str, wanted: str) -> None:
        if column not in NAMES[self.table]:
            raise unknown_column(self.table, column)
        if not wanted.strip():
            return
        header = self.header
        places = places_of(wanted, header.names, header.labels)
        if not places:
            raise missing(self.table, header, {column: wanted}, ())
        if len(places) > 1:
            raise several(self.table, header, column, places)

    def _of_doubtful(self, matches: Matches) -> dict[str, str]:
        left = {}
        for column, places in matches.doubtful.items():
            other_key = set(ONE_KEY_OF.get(self.table, ("customer_id",))) & matches.sure.keys()
            spare = column in _EXTRA or (column in ("email", "token", "order_id") and other_key)
            spare = spare or (self.table, column) in _BESIDE
            if spare:
                left[column] = quoted(self.header.names[place] for place in places)
            elif column not in (*_DESCRIBE, *self.asked):
                self._ask(column, places)
        return left

    def _of_repeated(self, matches: Matches) -> None:
        """Columns that are read from one of several headers of the same name, unless its number was given."""
        for names in self.header.repeated.values():
            for column, place in matches.sure.items():
                numbered = self.mapping.get(column, "").strip() in {f"{names[0]} (1)", *names[1:]}
                if self.header.names[place] in names and not numbered and column not in _DESCRIBE:
                    self._ask(column, tuple(self.header.names.index(name) for name in names))

    def _of_lacking(self, matches: Matches, form: Format | None) -> None:
        """Required columns that are not there, and of which nothing was asked yet."""
        file, keys = self.header.file, keys_of(self.table) if self.table in ONE_KEY_OF else ""
        given_up = any(not self.mapping.get(key, "-").strip() for key in ONE_KEY_OF.get(self.table, ()))
        spared = keys if self.table == "responses" and given_up else None  # anonymous, by the user's word
        lacking = [column for column in absent(self.table, matches) if column != spared]
        lacking = [column for column in lacking if self.asked.isdisjoint(column.split(" or "))]
        if form and form.no_key and lacking == [keys]:
            named = form.name
            self.problems.keep(KitError("E-KEY-NONE", file=file, format_en=named["en"], format_ja=named["ja"]))
        elif lacking:
            wanted = dict.fromkeys(lacking, "")
            self.problems.keep(missing(self.table, self.header, wanted, matches.sure.values()))
        self.asked |= {column for names in lacking for column in names.split(" or ")}
