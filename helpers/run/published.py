"""What figures that are shared may hold: columns of charts, outputs of notebooks, keys and money of the summary."""

import csv
import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pyarrow.parquet as pq

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE
from helpers.base.results import fits_form
from helpers.base.spreadsheets import harmless
from helpers.base.words import in_both
from helpers.collect.plan.bands import named_channels
from helpers.compare.groups import group_names
from helpers.compare.reading_sheet import BETWEEN
from helpers.disclosure.hiding import dominated, too_few
from helpers.merge.customers import SEGMENTS_AND_NONE
from helpers.read.rated_columns import rated_names
from helpers.report.page.workbook import tables_book
from helpers.report.parts import row_columns
from helpers.report.sections import CHART_ROWS
from helpers.report.settings import ReportSettings
from helpers.report.steps import READING_SHEET
from helpers.report.summary import summary_form

CHARTS = {name: row_columns(row) for name, row in CHART_ROWS.items()}
_OF_COLUMNS = {"balance": ("column", "other"), "sensitivity": ("source",)}  # charts that name the customers' columns
_NUMBER = re.compile(r"|-?\d+(\.\d+)?(e[-+]?\d+)?")
_TAGS = re.compile(r"</?(?:table|caption|thead|tbody|tr|th|td|p|ul|li)\b[^<>]*>")
_MARK = re.compile(r"(?<=>)'(?=[=+@-])")
_KIT = re.compile(r'\s*<(?:table class="figures|(?:p|ul) class="\w+) mathjax_ignore"')


def refused(path: Path, what: str, **figures: Any) -> KitError:
    """``E-PRIVACY`` with what is wrong in both languages."""
    return KitError("E-PRIVACY", file=path.name, what=in_both(what, **figures))


def check_figures(path: Path, settings: ReportSettings) -> None:
    """Figures behind a chart: its own columns, numbers and names of the kit."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file)
    allowed = {**CHARTS[path.stem], **_own_names(path, settings), "note": (str(harmless(settings.note)),)}
    for number, head in enumerate(heads, 1):
        if head not in allowed:
            raise refused(path, "privacy_column", n=number)
    for number, row in enumerate(rows, 2):
        if any(
            cell not in allowed[head] and not _NUMBER.fullmatch(cell) for head, cell in zip(heads, row, strict=True)
        ):
            raise refused(path, "privacy_cell", n=number)


def _own_names(path: Path, settings: ReportSettings) -> dict[str, tuple[str, ...]]:
    """Names that a chart may hold besides the kit's: of the settings, and of the customers' columns and groups."""
    customers = path.parents[1] / PRIVATE / "customers.parquet"
    if path.stem == "response_rates":
        return {"name": (*CHARTS[path.stem]["name"], *map(str, map(harmless, named_channels(settings))))}
    if path.stem == "words":
        return {"word": tuple(_words_of_many(customers.parent, settings))}
    if path.stem in _OF_COLUMNS:
        names = tuple(str(harmless(name)) for name in pq.read_schema(customers).names)
        return dict.fromkeys(_OF_COLUMNS[path.stem], names)
    if path.stem == "drivers":
        headers = rated_names(pq.read_schema(path.parents[1] / PRIVATE / "responses.parquet").names)
        return {"question": tuple(str(harmless(header)) for header in headers)}
    if path.stem != "by_attribute":
        return {}
    groups = group_names(pd.read_parquet(customers), settings, settings.smallest_group).dropna().unique()
    return {"group": tuple(str(harmless(name)) for name in groups)}


def _words_of_many(private: Path, settings: ReportSettings) -> list[str]:
    """Words that enough persons used, counted anew from the list of comments."""
    path = private / f"{READING_SHEET}.csv"
    if not path.exists():
        return []
    found = pd.read_csv(path, usecols=["words"], encoding="utf-8-sig", dtype="str")["words"].dropna()
    users = found.str.split(BETWEEN).explode().value_counts()
    return [str(word) for word in users.index[users >= settings.min_group_size]]


def words_told(summary: Mapping[str, Any]) -> list[str]:
    """Words that a summary tells."""
    leanings = (summary.get("words") or {}).get("leanings", {})
    return [word for part in leanings.values() for word in part]


def check_outputs(path: Path) -> None:
    """Outputs of a notebook: the kit's own tables, sentences and charts."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if "widgets" in notebook["metadata"]:
        raise refused(path, "privacy_output", n=0)
    for number, cell in enumerate(notebook["cells"], 1):
        if cell.get("attachments") or not all(map(_is_kits, cell.get("outputs", ()))):
            raise refused(path, "privacy_output", n=number)


def _is_kits(output: Mapping[str, Any]) -> bool:
    if output["output_type"] != "display_data":
        return False
    data, about = output["data"], output["metadata"].get("image/png", {})
    if set(data) == {"image/png", "text/plain"}:
        return about.get("name") in CHARTS and bool(about.get("alt"))
    text = "".join(data.get("text/html", ""))
    made = _KIT.match(text) and "<" not in _TAGS.sub("", text)
    return set(data) <= {"text/html", "text/plain"} and bool(made)


def check_book(path: Path, page: str, settings: ReportSettings) -> str:
    """``tables.xlsx``: the page's own tables, nothing else; its words without the marks that keep them from running."""
    content = path.read_bytes()
    if content != tables_book(page, settings):
        raise refused(path, "privacy_book")
    with ZipFile(BytesIO(content)) as parts:
        return _MARK.sub("", parts.read("xl/sharedStrings.xml").decode("utf-8"))


def check_summary(summary: Mapping[str, Any], private: Path, settings: ReportSettings) -> None:
    """``summary.json``: keys that summaries have, no word and no money of few, none mostly of one, counted anew."""
    path = private.parent / "summary.json"
    if not fits_form(summary, summary_form()):
        raise refused(path, "privacy_key")
    if not set(words_told(summary)) <= set(_words_of_many(private, settings)):
        raise refused(path, "privacy_word")
    rows = pd.read_parquet(private / "customers.parquet", columns=["segment", "net_amount"])
    groups = {name: rows.loc[rows["segment"].fillna("none") == name, "net_amount"] for name in SEGMENTS_AND_NONE}
    shown = {name: summary["segments"][name] for name in SEGMENTS_AND_NONE} | {"all": summary["customers"]}
    for name, net in (groups | {"all": rows["net_amount"]}).items():
        money = [shown[name].get(key) for key in ("ltv", "ltv_mean", "ltv_total", "value", "net_amount_total")]
        mostly = settings.min_cell > 1 and dominated(net)
        if any(figure is not None for figure in money) and (mostly or too_few(len(net), settings.smallest_group)):
            raise refused(path, "privacy_money")
