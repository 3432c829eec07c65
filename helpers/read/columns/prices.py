"""Whether a file's amount is a column of its own, or quantity × unit price."""

from collections.abc import Mapping

from helpers.base.tables import FACTORS, TableName
from helpers.read.columns.header import Header
from helpers.read.columns.spelling import spaced
from helpers.read.columns.vocabulary import Matches
from helpers.read.signs import says


class PriceAlone(Exception):
    """A price of one piece (its `place` among the columns that are `sure`), and none surely tells how many."""

    def __init__(self, sure: Mapping[str, int], place: int) -> None:
        super().__init__("a unit price without its quantity")
        self.sure, self.place = sure, place


def priced(table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches) -> Matches:
    """Matches with an amount, or else with quantity and unit price, whose product it is.

    An amount that is a price by its name is the unit price where the file tells quantities. The user's word and known
    exports decide: their amount is the amount.

    Raises
    ------
    PriceAlone

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["注文番号", "会員番号", "受注日", "価格", "数量"])], "purchases")
    >>> places = dict(order_id=0, customer_id=1, ordered_at=2, amount=3, quantity=4)
    >>> dict(priced("purchases", found, {}, Matches(places)).sure)
    {'order_id': 0, 'customer_id': 1, 'ordered_at': 2, 'quantity': 4, 'unit_price': 3}
    """
    if table not in ("purchases", "amounts"):
        return matches
    named = {column for column, name in mapping.items() if name.strip()}
    own = "amount" in named or (header.format and "unit_price" not in named)
    sure = dict(matches.sure)
    if not own and is_price(header, matches):
        if "unit_price" in sure:  # two prices, and which one is of a row's pieces is open
            raise PriceAlone(sure, sure["amount"])
        sure["unit_price"] = sure.pop("amount")
    stands = "amount" in {*sure, *matches.doubtful} and "unit_price" not in named
    if own or stands:
        return _without(FACTORS, sure, matches)
    if "unit_price" in sure and "quantity" not in {*sure, *matches.doubtful}:
        raise PriceAlone(sure, sure["unit_price"])
    is_product = "unit_price" in {*sure, *matches.doubtful}
    return _without(("amount",) if is_product else FACTORS, sure, matches)


def _without(columns: tuple[str, ...], sure: Mapping[str, int], matches: Matches) -> Matches:
    doubtful = {column: places for column, places in matches.doubtful.items() if column not in columns}
    return Matches({column: place for column, place in sure.items() if column not in columns}, doubtful)


def is_price(header: Header, matches: Matches) -> bool:
    """Whether the amount is, by its name, the price of one piece: another column holds how many there were."""
    if "amount" not in matches.sure:
        return False
    amount = spaced(header.names[matches.sure["amount"]])
    if not says("price", amount) or says("sum", amount):
        return False
    return "quantity" in {*matches.sure, *matches.doubtful} or any(says("quantity", spaced(n)) for n in header.names)
