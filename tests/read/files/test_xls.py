import struct

import pytest
import xlwt

from helpers.base.errors import KitError
from helpers.read.files.workbooks import sheets
from helpers.read.rows import sources
from tests.each import each

ZEROS = xlwt.easyxf(num_format_str="00000")
NOT_AVAILABLE, DIVISION = 0x2A, 0x07


@pytest.fixture
def xls(tmp_path):
    """Write a workbook of two sheets, which `fill` fills; `patch` changes its bytes."""

    def write(fill=lambda first, second: None, patch=bytes, is_1904=False):
        workbook = xlwt.Workbook()
        workbook.dates_1904 = is_1904
        fill(workbook.add_sheet("S"), workbook.add_sheet("T"))
        path = tmp_path / "shop.xls"
        workbook.save(str(path))
        path.write_bytes(patch(path.read_bytes()))
        return path

    return write


def cells(path):
    return [texts for source in sheets(path, "xls") for _, texts in source.records()]


def test_leading_zeros_of_the_format_00000_alone(xls):
    def fill(first, second):
        for column, (value, style) in enumerate([(17, ZEROS), (17.5, ZEROS), (17, None), (123456789, ZEROS)]):
            first.write(0, column, value, *([style] if style else []))
        first.write(0, 5, 18, ZEROS)
        first.write(0, 6, 19, ZEROS)  # two in one record
        second.write(3, 0, 20, ZEROS)

    assert cells(xls(fill)) == [["00017", "17.5", "17", "123456789", "", "00018", "00019"], ["00020"]]


def test_errors_and_booleans(xls):
    def fill(first, second):
        first.write(1, 1, "x")
        first.row(1).set_cell_error(2, NOT_AVAILABLE)
        first.write(1, 3, True)
        first.row(3).set_cell_error(0, DIVISION)
        second.write(0, 0, "y")

    assert cells(xls(fill)) == [["", "x", "#N/A", "TRUE"], ["#DIV/0!", "", "", ""], ["y"]]


def formula_result(result):
    """Patch that gives the one formula of a workbook a result of eight bytes."""

    def patch(data):
        at = data.index(struct.pack("<3H", 0, 1, 17), data.index(struct.pack("<H", 0x06)))  # row, column, style
        return data[: at + 6] + result + data[at + 14 :]

    return patch


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (struct.pack("<d", 7), "7"),
        (bytes([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF]), "#REF!"),
        (bytes([1, 0, 1, 0, 0, 0, 0xFF, 0xFF]), "TRUE"),
        (bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF]), ""),
    ],
)
def test_results_of_formulas(xls, result, text):
    def fill(first, _):
        first.write(0, 0, "x")
        first.write(0, 1, xlwt.Formula("1+1"))
        first.write(0, 2, "y")

    assert cells(xls(fill, formula_result(result))) == [["x", text, "y"]]


@pytest.mark.parametrize("is_1904", [False, True])
def test_count_of_dates(xls, is_1904):
    (source,) = sheets(xls(lambda first, _: first.write(0, 0, "x"), is_1904=is_1904), "xls")
    assert source.epoch_1904 is is_1904


def renamed(name):
    """Patch that names the stream of the workbook otherwise."""

    def patch(data):
        at, other = data.index("Workbook".encode("utf-16-le")), name.encode("utf-16-le")
        return data[:at] + other.ljust(64, b"\0") + struct.pack("<H", len(other) + 2) + data[at + 66 :]

    return patch


def with_password(data):
    """The record for the count of dates turned into FilePass, which says how the rest is encrypted."""
    return data.replace(struct.pack("<3H", 0x22, 2, 0), struct.pack("<3H", 0x2F, 2, 0), 1)


@pytest.mark.parametrize("patch", [renamed("EncryptedPackage"), with_password])
def test_encrypted(xls, patch):
    with pytest.raises(KitError, match=r"E-ENCRYPTED shop\.xls"):
        sources(xls(patch=patch))


def with_area(first_row, rows):
    """Patch of the first sheet's record of the area in use."""
    record = struct.pack("<2H2I2H", 0x200, 14, 0, 1, 0, 1)
    return lambda data: data.replace(record, struct.pack("<2H2I2H", 0x200, 14, first_row, rows, 0, 1), 1)


def with_rich_text(data):
    """The one text in the table of texts claims runs of fonts that aren't there."""
    return data.replace(struct.pack("<2IHB", 1, 1, 1, 0) + b"x", struct.pack("<2IHB", 1, 1, 1, 0xFF) + b"x", 1)


@pytest.mark.parametrize(
    "patch",
    [
        with_rich_text,
        renamed("Other"),
        lambda data: data[:700],
    ],
)
def test_damaged(xls, patch):
    with pytest.raises(KitError, match=r"E-WORKBOOK shop\.xls"):
        sheets(xls(lambda first, _: first.write(0, 0, "x"), patch), "xls")


@pytest.mark.parametrize("patch", [with_area(9, 1), with_area(0, 2**31), with_area(2**31, 1)])
def test_what_a_sheet_claims_of_its_area_changes_nothing(xls, patch):
    assert cells(xls(lambda first, _: first.write(0, 0, "x"), patch)) == [["x"]]


@each(
    ("value", "number_format", "text"),
    [
        (0.5, "h:mm", "12:00:00"),
        (30.25, "[h]:mm", "PT726H0M0S"),
        (30.25, '[hh]"時間"', "PT726H0M0S"),
        (45748 + 1 / 3, 'yyyy"年"m"月"d"日" h:mm', "2025-04-01 08:00:00"),
        (20250401, "yyyy-mm-dd", "20250401"),  # no day: Excel shows ####
        (-1, "yyyy-mm-dd", "-1"),
        (2958465, "yyyy-mm-dd", "9999-12-31"),
        (0.15, "0%", "0.15"),
    ],
)
def test_moments_and_durations(xls, value, number_format, text):
    style = xlwt.easyxf(num_format_str=number_format)
    assert cells(xls(lambda first, _: first.write(0, 0, value, style))) == [[text]]


@each(
    ("number", "text"),
    [(3, "45748"), (5, "45748"), (44, "45748"), (14, "2025-04-01"), (31, "2025-04-01"), (46, "PT1097952H0M0S")],
)
def test_formats_that_a_file_names_by_their_number_alone(xls, number, text):
    """5 and 44 show the currency of whoever looks at them; 31 is yyyy年m月d日 in Japan."""
    style = xlwt.easyxf(num_format_str="00000")
    path = xls(lambda first, _: first.write(0, 0, 45748, style))
    data = path.read_bytes()
    start = data.rindex(struct.pack("<2H", 0xE0, 20), 0, data.index(struct.pack("<H", 0x293)))
    assert struct.unpack_from("<H", data, start + 6) == (165,)
    path.write_bytes(data[: start + 6] + struct.pack("<H", number) + data[start + 8 :])
    assert cells(path) == [[text]]


def test_a_large_workbook_has_its_table_of_sectors_in_several_places(xls):
    def fill(first, second):
        for column in range(250):
            first.write(0, column, f"{column} " + "x" * 30_000)
        second.row(0).set_cell_error(3, NOT_AVAILABLE)

    path = xls(fill)
    assert path.stat().st_size > 109 * 128 * 512  # what the header's table covers
    (_, second) = sheets(path, "xls")
    assert list(second.records()) == [(1, ["", "", "", "#N/A"])]
