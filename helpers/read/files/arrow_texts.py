"""Values of an Arrow column as the texts of a file's cells."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

_EXACT_BELOW = {pa.float16(): 2**11, pa.float32(): 2**24, pa.float64(): 10**15}  # whole numbers keep all their digits


def is_readable(kind: pa.DataType) -> bool:
    """Whether values of this type are one text each; extension types are left out, whatever they store."""
    if pt.is_dictionary(kind):
        return is_readable(kind.value_type)
    is_text = pt.is_string(kind) or pt.is_large_string(kind) or pt.is_string_view(kind)
    is_number = pt.is_integer(kind) or pt.is_floating(kind) or pt.is_decimal(kind) or pt.is_boolean(kind)
    return is_text or is_number or pt.is_date(kind) or pt.is_time(kind) or pt.is_timestamp(kind) or pt.is_null(kind)


def stays_typed(kind: pa.DataType) -> bool:
    """Whether values of this type are each of another text: whole numbers, days, moments without a zone.

    Of others several may have one, as missing numbers and those that are none.
    """
    is_moment = pt.is_timestamp(kind) and not kind.tz and kind.unit != "ns"  # texts go to the microsecond
    return pt.is_integer(kind) or pt.is_date32(kind) or is_moment


def texts_of(values: pa.Array) -> pa.Array:
    """Cells of a column, as `helpers.read.files.parquet.source` has them.

    Examples
    --------
    >>> texts_of(pa.array([17.0, None])).to_pylist()
    ['17.0', '']
    """
    if pt.is_large_string(values.type) and not values.null_count:
        return values
    if pt.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pt.is_timestamp(values.type):
        return _moments(values)
    texts = pc.fill_null(pc.cast(values, pa.large_string()), "")
    if pt.is_time(values.type):
        return _without_zero_fraction(texts)
    if pt.is_floating(values.type):
        return _floats(texts, _EXACT_BELOW[values.type])
    if pt.is_decimal(values.type) and pc.any(pc.match_substring(texts, "E")).as_py():
        plain = [f"{Decimal(text):f}" if "E" in text else text for text in texts.to_pylist()]
        return pa.array(plain, pa.large_string())
    return texts


def _moments(values: pa.Array) -> pa.Array:
    """To the microsecond, in UTC where there is a zone: by counts, which needs no table of time zones."""
    unit, zone = values.type.unit, values.type.tz
    counts = values.cast(pa.int64()).cast(pa.timestamp(unit))
    texts = _of_whole_seconds(counts)
    if texts is None:
        texts = _without_zero_fraction(pc.cast(counts.cast(pa.timestamp("us"), safe=False), pa.large_string()))
    return pc.fill_null(_with_end(texts, "+00:00") if zone else texts, "")


def _with_end(texts: pa.Array, end: str) -> pa.Array:
    return pc.binary_join_element_wise(texts, pa.scalar(end, texts.type), pa.scalar("", texts.type))


def _of_whole_seconds(moments: pa.Array) -> pa.Array | None:
    """Texts of moments that have no fractions, none where some have."""
    try:
        return pc.cast(moments.cast(pa.timestamp("s")), pa.large_string())
    except pa.ArrowInvalid:
        return None


def _without_zero_fraction(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(texts, r"\.0+$", "")


def _floats(texts: pa.Array, exact_below: int) -> pa.Array:
    """Floats with a decimal point; those that arrow writes otherwise, or that may have lost digits, one by one."""
    digits = rf"\A-?[0-9]{{1,{len(str(exact_below)) - 1}}}"
    is_whole = pc.match_substring_regex(texts, rf"{digits}\z")
    texts = pc.if_else(is_whole, _with_end(texts, ".0"), texts)
    others = pc.invert(pc.match_substring_regex(texts, rf"{digits}\.[0-9]+\z"))
    if not others.true_count:
        return texts
    written = [_float(text, exact_below) for text in texts.filter(others).to_pylist()]
    return pc.replace_with_mask(texts, others, pa.array(written, texts.type))


def _float(text: str, exact_below: int) -> str:
    """A float as arrow writes it, with a decimal point; with an exponent only where digits may be lost."""
    if text in {"", "nan", "-nan"}:
        return ""
    if "inf" in text:
        return text
    number = Decimal(text)
    if abs(number) >= exact_below:
        digits, exponent = f"{number:.14E}".split("E")
        return f"{digits.rstrip('0').rstrip('.')}E{exponent}"
    plain = f"{number:f}"
    return plain if "." in plain else f"{plain}.0"
