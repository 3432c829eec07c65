"""Workbooks of hand-made records: no library writes this format."""

import struct
from zipfile import ZipFile

import pytest

from helpers.base.errors import KitError
from helpers.read.files.workbooks import sheets
from helpers.read.files.xlsb import book

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind, content=b""):
    """Record of [MS-XLSB] 2.1.4: kind and length in groups of 7 bits."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    return head + (bytes([length]) if length < 0x80 else bytes([length & 0x7F | 0x80, length >> 7])) + content


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def relations(*kinds_and_targets):
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def row(number, *cells):
    return record(0, struct.pack("<II", number - 1, 0) + bytes(17)) + b"".join(cells)


def cell(kind, column, content, style=0):
    return record(kind, struct.pack("<II", column, style) + content)


def text(column, value):
    return cell(6, column, wide(value))


def real(column, value, style=0):
    return cell(5, column, struct.pack("<d", value), style)


def error(column, code, kind=3):
    return cell(kind, column, bytes([code]) + (b"" if kind == 3 else struct.pack("<HII", 0, 0, 0)))


@pytest.fixture
def xlsb(tmp_path):
    """Write a workbook with one sheet S; its path comes back."""

    def write(rows, *, area=(0, 9, 0, 9), after=b"", is_1904=False):
        path = tmp_path / "shop.xlsb"
        formats = record(44, struct.pack("<H", 164) + wide("00000")) + record(44, struct.pack("<H", 165) + wide("0.00"))
        styles = [record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 164, 165, 14)]
        sheet = record(148, struct.pack("<4I", *area)) + record(145) + rows + record(146) + after
        main = record(153, struct.pack("<II", int(is_1904), 0) + wide("")) + record(143)
        main += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("S")) + record(144)
        with ZipFile(path, "w") as archive:
            archive.writestr("_rels/.rels", relations(("officeDocument", "xl/workbook.bin")))
            archive.writestr(
                "xl/_rels/workbook.bin.rels",
                relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")),
            )
            archive.writestr("xl/workbook.bin", record(131) + main + record(132))
            archive.writestr("xl/worksheets/sheet1.bin", record(129) + sheet + record(130))
            cell_styles = record(626, struct.pack("<I", 1)) + styles[1] + record(627)  # of style names, not of cells
            cell_styles += record(617, struct.pack("<I", len(styles))) + b"".join(styles) + record(618)
            archive.writestr(
                "xl/styles.bin",
                record(278) + record(615, struct.pack("<I", 2)) + formats + record(616) + cell_styles + record(279),
            )
        return path

    return write


def records(path):
    (source,) = sheets(path, "xlsb")
    return list(source.records())


def test_texts_and_numbers(xlsb):
    assert records(xlsb(row(1, text(0, "id"), text(1, "score")) + row(3, text(0, "山田"), real(1, 9.0)))) == [
        (1, ["id", "score"]),
        (3, ["山田", "9"]),
    ]


def test_leading_zeros_of_the_format_00000_alone(xlsb):
    cells = [real(0, 17, style=1), real(1, 17, style=2), real(2, 17), real(3, 123456, style=1), real(4, 1.5, style=1)]
    cells.append(real(5, 18, style=0x1000001))  # with a flag beside the style
    assert records(xlsb(row(1, *cells))) == [(1, ["00017", "17", "17", "123456", "1.5", "00018"])]


def test_errors_of_values_and_formulas(xlsb):
    assert records(xlsb(row(1, text(0, "x"), error(1, 0x2A), error(2, 0x17, kind=11)))) == [(1, ["x", "#N/A", "#REF!"])]


def test_results_of_formulas(xlsb):
    tail = struct.pack("<HII", 0, 0, 0)  # flags, and a formula of no length
    cells = [
        cell(8, 0, wide("A-1") + tail),
        cell(9, 1, struct.pack("<d", 0.1 + 0.2) + tail),
        cell(10, 2, b"\x01" + tail),
        cell(9, 3, struct.pack("<d", 17) + tail, style=1),
    ]
    assert records(xlsb(row(1, *cells))) == [(1, ["A-1", "0.3", "TRUE", "00017"])]


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_count_from_1900_or_1904(xlsb, is_1904):
    path = xlsb(row(1, real(0, 45748 - 1462 * is_1904, style=3)), is_1904=is_1904)  # 45748 = 2025-04-01
    assert records(path) == [(1, ["2025-04-01"])]
    assert sheets(path, "xlsb")[0].epoch_1904 is is_1904


def test_merged_rows(xlsb):
    rows = b"".join(row(n, text(0, "x")) for n in range(1, 7))
    below = xlsb(rows, after=record(177) + record(176, struct.pack("<4I", 3, 5, 0, 0)) + record(178))
    assert book(below).marks(0).merged_until == 6
    assert sheets(below, "xlsb")[0].warnings == ("W-MERGED",)
    assert sheets(xlsb(rows, after=record(176, struct.pack("<4I", 0, 2, 0, 0))), "xlsb")[0].warnings == ()


def test_cells_far_apart_stop_before_memory_runs_out(xlsb):
    with pytest.raises(KitError, match="E-WORKBOOK-AREA"):
        sheets(xlsb(row(1, text(0, "a")) + row(1_048_576, text(16_383, "b"))), "xlsb")


@pytest.mark.parametrize("part", ["workbook.bin", "styles.bin", "sheet1.bin"])
@pytest.mark.parametrize("length", [-4, -9, -30])
def test_cut_records(xlsb, tmp_path, part, length):
    cut = tmp_path / "cut.xlsb"
    with ZipFile(xlsb(row(1, text(0, "id")) + row(2, real(0, 7, style=1)))) as whole, ZipFile(cut, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name)[:length] if name.endswith(part) else whole.read(name))
    with pytest.raises(KitError, match=r"E-WORKBOOK cut\.xlsb"):
        sheets(cut, "xlsb")
