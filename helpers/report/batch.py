"""Many reports one after the other, and an index of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import output_root
from helpers.base.parameters import Settings
from helpers.base.words import Words

from .html import rendered, style
from .jobs import batch_settings
from .page import PAGE
from .runner import Progress, run_report
from .runs import SUMMARY, write_csv

INDEX = "index.html"


def run_batch(path: Path, progress: Progress, say: Callable[..., None]) -> tuple[Path, int]:
    """Run every report of a batch file; one that fails is told and the others go on.

    Returns
    -------
    tuple of Path and int
        ``out/<batch>/index.html`` (with ``index.csv`` beside it), and how many reports failed.
    """
    name, reports = batch_settings(path)
    rows = []
    for number, settings in enumerate(reports, 1):
        say(f"{settings.report_name} ({number}/{len(reports)})")
        try:
            rows.append(_row(settings, run_report(settings, progress), ""))
        except Exception as error:  # one report's fault is not the others'
            reason = str(error) if isinstance(error, KitError) else f"E-FAULT {type(error).__name__}"
            say(reason)
            rows.append(_row(settings, None, reason))
    folder = output_root() / name
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(pd.DataFrame(rows), folder / "index.csv")
    return _write_index(rows, name, reports, folder), sum(bool(row["error"]) for row in rows)


def _row(settings: Settings, folder: Path | None, error: str) -> dict[str, Any]:
    """Figures of one report as the index holds them; money in units of the currency, NPS in points."""
    row: dict[str, Any] = {"report": settings.report_name, "as_of": settings.as_of.isoformat()}
    row |= {"currency": settings.currency, "note": settings.note, "error": error}
    found = {} if folder is None else json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    nps = found.get("nps", {})
    row |= {
        "answers": nps.get("n"),
        "nps": nps.get("value"),
        "nps_low": nps.get("low"),
        "nps_high": nps.get("high"),
    }
    for segment in ("detractor", "passive", "promoter"):
        value = (found.get("segments", {}).get(segment) or {}).get("value") or {}
        row[f"value_{segment}"] = value.get("mean")
    gap = (found.get("gaps", {}).get("promoter_detractor") or {}).get("value") or {}
    return row | {"gap": gap.get("estimate"), "gap_low": gap.get("low"), "gap_high": gap.get("high")}


def _write_index(rows: list[dict[str, Any]], name: str, reports: list[Settings], folder: Path) -> Path:
    first = reports[0]
    words = Words(first.language, first.currency)
    html = rendered(
        "index.html.j2",
        rows=[_texts(row, Words(first.language, row["currency"])) for row in rows],
        title=words.say("index_title", name=name),
        language=first.language,
        style=style(),
        notes=list(dict.fromkeys(one.note for one in reports if one.note)),
        say=words.say,
    )
    target = folder / INDEX
    target.write_text(html, encoding="utf-8", newline="\n")
    return target


def _texts(row: dict[str, Any], words: Words) -> dict[str, Any]:
    points = {name: None if row[name] is None else row[name] / 100 for name in ("nps", "nps_low", "nps_high")}
    money = ("value_detractor", "value_passive", "value_promoter", "gap", "gap_low", "gap_high")
    return {
        **{name: words.points(value) for name, value in points.items()},
        **{name: words.money(row[name]) for name in money},
        "report": row["report"],
        "as_of": row["as_of"],
        "answers": words.count(row["answers"]),
        "link": None if row["error"] else f"../{row['report']}/{PAGE}",
        "status": row["error"] or words.say("index_ok"),
    }
