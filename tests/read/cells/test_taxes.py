"""Columns that flag amounts with and without tax."""

import pytest

from helpers.base.errors import KitError
from helpers.read.cells.taxes import check_tax, tax_flag, tax_flags
from tests.each import each

IN, OUT = "included", "excluded"


@each(
    ("header", "texts", "said"),
    [("税区分", ["税込", "税抜", "非課税"], [IN, OUT, None]),
     ("税区分", ["内税", "外税", "免税", ""], [IN, OUT, None, None]),
     ("税区分", ["税込10%", "税抜８％", "対象外"], [IN, OUT, None]), ("内外税区分", ["内", "外"], [IN, OUT]),
     ("tax_type", ["Included", "EXCLUDED", "exempt"], [IN, OUT, None]), ("tax type", ["inclusive", "excl."], [IN, OUT]),
     ("tax_type", ["tax_included", "Tax Exclusive", "0%"], [IN, OUT, None]), ("tax mode", ["gross", "net"], [IN, OUT]),
     ("tax_included", ["true", "False", ""], [IN, OUT, None]), ("taxes included", ["1", "0"], [IN, OUT]),
     ("Tax inclusive?", ["yes", "no"], [IN, OUT]), ("tax_excluded", ["true", "0"], [OUT, IN]),
     ("税込フラグ", ["1", "×"], [IN, OUT]), ("税抜フラグ", ["はい", "いいえ"], [OUT, IN]),
     ("税込/税抜", ["1", "0"], [None, None]), ("tax_included", ["100", "0"], [None, None]),
     ("税区分", ["1", "0"], [None, None]), ("tax is included", ["1", "0"], [IN, OUT]),
     ("税区分", ["標準", "軽減"], [None, None]), ("税区分", ["8%", "10%"], [None, None]),
     ("tax", ["80", "12.5"], [None, None]), ("税区分", ["別紙", "網"], [None, None]),
     ("tax_type",
      ["税込か税抜か", "税込かどうかは担当者に確認してください。ご不明の点はどうぞお早めに"], [None, None])],
)  # fmt: skip
def test_what_flags_say(header, texts, said):
    flags = tax_flags(texts, header)
    assert [tax_flag(flags)(text).value for text in texts] == said


def test_mixed_flags_stop_unless_the_user_said_which_count():
    flags = {"込": IN, "抜": OUT, "外": OUT}
    with pytest.raises(KitError, match=r"^E-TAX") as caught:
        check_tax(flags, None, str.upper)
    assert (caught.value.fields["place"], caught.value.fields["other"]) == ("抜", "込")
    assert [check_tax(flags, setting, str) for setting in (IN, OUT)] == ["", ""]
    assert [check_tax({"x": kind}, None, str) for kind in (IN, OUT)] == ["", "W-TAX"]
    assert check_tax({}, None, str) == ""
