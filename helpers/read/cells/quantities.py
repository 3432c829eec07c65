"""How many pieces a row of an order is about, or how much of something."""

import re

import pyarrow as pa

from helpers.base.letters import clean, typed_digits
from helpers.read.cells.amounts import NUMBERS, DecimalSign, amount_in
from helpers.read.cells.lanes import Parsed, Parser, with_lane
from helpers.read.cells.texts import fixed

_UNIT = re.compile(  # units of which one is priced; 500 g may be priced by the kilogram
    r" ?(個|コ|ケ|点|本|枚|袋|箱|台|冊|組|セット|着|足|缶|束|杯|kg|キロ|pcs?\.?|pieces?|ea\.?|each|units?|items?)\Z",
    re.IGNORECASE,
)


def quantity_value(decimal_sign: DecimalSign = ".") -> Parser:
    """Parser of a quantity, which may have decimals and may be negative, as where goods came back.

    Blank: ``quantity_blank``; all that is no number, alone or with a unit of which one is priced: ``quantity_invalid``.

    Examples
    --------
    >>> quantity_value()("1,200 pcs"), quantity_value()("△1.5kg").value, quantity_value()("500g").reason
    (Parsed(value=1200.0, reason='', fixed='unit thousands'), -1.5, 'quantity_invalid')
    """

    @with_lane(r"-?[0-9]{1,7}", lambda texts: texts.cast(pa.float64()))
    def parse(text: str) -> Parsed:
        bare, fixes = clean(text)
        if not bare:
            return Parsed(None, "quantity_blank")
        amount = amount_in(_UNIT.sub("", bare)) if typed_digits(text) else None
        number = NUMBERS[decimal_sign].fullmatch(amount.number) if amount else None
        if amount is None or number is None or amount.frame.currencies or amount.frame.tax or len(amount.number) > 15:
            return Parsed(None, "quantity_invalid")
        whole = re.sub(r"[^0-9]", "", number["whole"])
        value = float(f"{whole}.{number['decimals'] or 0}")
        kinds = ["unit"] * bool(_UNIT.search(bare)) + ["thousands"] * bool(number["group"])
        return fixed(-value if amount.frame.negative else value, *fixes, *kinds, *amount.frame.fixed)

    return parse
