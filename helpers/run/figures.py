"""What figures that are shared may hold: columns of charts, outputs of notebooks, keys and money of the summary."""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from helpers.base.disclosure import dominated, too_few
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE
from helpers.base.parameters import TABLES, Settings
from helpers.base.spreadsheets import harmless
from helpers.base.words import Words
from helpers.collect.monitor import KINDS
from helpers.collect.nps import SEGMENTS
from helpers.collect.plan.bands import CHANNELS, OTHER, SPENDS, TENURES, named_channels
from helpers.compare.gaps import GROUPS, MEASURES, PAIRS
from helpers.compare.groups import group_names
from helpers.compare.nonresponse.effects import BOUNDS
from helpers.compare.nonresponse.effects import GROUPS as NONRESPONSE_GROUPS
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.scenarios import SCENARIOS
from helpers.merge.complaints import SEVERITIES
from helpers.merge.kpis import GROUPS as KPI_GROUPS
from helpers.merge.kpis import KPIS

_STAGES = ("invited", "answered", "usable", "matched", "counted", "valued")
_STEPS = ("recommended", "influenced", "created", "money")
_ENDS = ("estimate", "low", "high")
BASES = ("plain", "weighted", "adjusted")
CHARTS: dict[str, dict[str, tuple[str, ...]]] = {  # chart → column → names that it may hold besides numbers
    "score_distribution": {"score": (), "last": (), "segment": SEGMENTS, "answers": (), "share": ()},
    "funnel": {"stage": _STAGES, "persons": ()},
    "funnel_valued": {"stage": _STAGES, "persons": ()},
    "kpis": {"kpi": KPIS, "segment": KPI_GROUPS, "rate": (), "low": (), "high": ()},
    "heinrich": {"severity": SEVERITIES, "seen": (), "expected": (), "gap": ()},
    "value_by_segment": {"segment": SEGMENTS, **dict.fromkeys(("customers", *MEASURES, "low", "high"), ())},
    "gaps": {"segment": SEGMENTS, "pair": tuple(PAIRS), **dict.fromkeys(("mean", "low", "high", "estimate"), ())},
    "referral_flow": {"step": _STEPS, "kind": ("people", "money"), "amount": ()},
    "bases": {"basis": BASES, **dict.fromkeys(_ENDS, ())},
    "balance": {"column": (), "before": (), "after": ()},
    "recommended_counts": {"first": (), "last": (), "answers": ()},
    "nonresponse": {"group": NONRESPONSE_GROUPS, **dict.fromkeys(("customers", "mean", "low", "high"), ())},
    "robustness": {"scenario": SCENARIOS, **dict.fromkeys(_ENDS, ())},
    "by_attribute": {"group": (), **dict.fromkeys(("customers", "answers", *_ENDS), ())},
    "answers_by_day": dict.fromkeys(("first_day", "last_day", "answers"), ()),
    "response_rates": {
        "kind": KINDS,
        "name": (*CHANNELS, OTHER, *TENURES, *SPENDS),  # and channels that the settings name
        **dict.fromkeys(("answered", "invited", "rate", "low", "high", "whole"), ()),
    },
    "nps_by_wave": dict.fromkeys(("wave", "answers", "estimate", "low", "high"), ()),
}
_NUMBER = re.compile(r"|-?\d+(\.\d+)?(e[-+]?\d+)?")
_TAGS = re.compile(r"</?(?:table|caption|thead|tbody|tr|th|td|p|ul|li)\b[^<>]*>")
_KIT = re.compile(r'\s*<(?:table class="figures|(?:p|ul) class="\w+) mathjax_ignore"')


def refused(path: Path, what: str, **figures: Any) -> KitError:
    """``E-PRIVACY`` with what is wrong in both languages."""
    en, ja = (Words(language, "JPY").say(what, **figures) for language in ("en", "ja"))
    return KitError("E-PRIVACY", file=path.name, what_en=en, what_ja=ja)


def check_figures(path: Path, settings: Settings) -> None:
    """Figures behind a chart: its own columns, numbers and names of the kit."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file)
    known = {**CHARTS[path.stem], **_own_names(path, settings), "note": (str(harmless(settings.note)),)}
    for number, head in enumerate(heads, 1):
        if head not in known:
            raise refused(path, "privacy_column", n=number)
    for number, row in enumerate(rows, 2):
        if any(cell not in known[head] and not _NUMBER.fullmatch(cell) for head, cell in zip(heads, row, strict=True)):
            raise refused(path, "privacy_cell", n=number)


def _own_names(path: Path, settings: Settings) -> dict[str, tuple[str, ...]]:
    """Names that a chart may hold besides the kit's: of the settings, and of the customers' columns and groups."""
    customers = path.parents[1] / PRIVATE / "customers.parquet"
    if path.stem == "response_rates":
        return {"name": (*CHARTS[path.stem]["name"], *map(str, map(harmless, named_channels(settings))))}
    if path.stem == "balance":
        return {"column": tuple(str(harmless(name)) for name in pq.read_schema(customers).names)}
    if path.stem != "by_attribute":
        return {}
    names = group_names(pd.read_parquet(customers), settings).dropna().unique()
    return {"group": tuple(str(harmless(name)) for name in names)}


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


_ACCOUNT = {
    "file": str,
    "rows_in": float,
    "rows_used": float,
    **{counts: {"*": float} for counts in ("not_applicable", "defective", "fields", "fixed")},
    "warnings": list,
    "read_as": list,
}
_MEAN = dict.fromkeys(("n", "mean", "low", "high", "median"), float)
_GAP = dict.fromkeys(("estimate", "low", "high"), float)
_RATIO = _GAP | {"ratio": _GAP}
_RATE = dict.fromkeys(("numerator", "denominator", "rate", "low", "high"), float)
_BOUND: dict[str, Any] = {"nps": float, "ltv": dict.fromkeys(SEGMENTS, float), "gaps": dict.fromkeys(PAIRS, float)}
_SUMMARY: dict[str, Any] = {  # key → what stands under it; see helpers.report.summary
    "report": {
        **dict.fromkeys(("report_name", "shop_name", "note", "as_of", "window", "currency"), str),
        "window_days": float,
    },
    "nps": dict.fromkeys(("value", "low", "high", "n", "promoters", "passives", "detractors"), float),
    "funnel": dict.fromkeys((*_STAGES, "invited_usable"), float),
    "segments": dict.fromkeys(
        GROUPS,
        dict.fromkeys(("n", "matched", "buyers", "ltv_total", "net_amount_total"), float)
        | dict.fromkeys(MEASURES, _MEAN),
    ),
    "gaps": dict.fromkeys(PAIRS, dict.fromkeys(MEASURES, _RATIO)),
    "referral": {
        "conversion_source": str,
        **dict.fromkeys(("influence_mean", "conversion", "ltv_per_customer", "created_claimed"), float),
        **dict.fromkeys(("acquired_by_referral", "cap", "counts_above_cap", "recommended_total"), float),
    },
    "kpis": dict.fromkeys(KPIS, dict.fromkeys(KPI_GROUPS, _RATE)),
    "heinrich": dict.fromkeys(SEVERITIES, dict.fromkeys(("seen", "expected", "gap"), float)),
    "earned_growth": dict.fromkeys(("net_revenue_retention", "earned_new_customers", "rate"), float),
    "customers": dict.fromkeys(("n", "ltv_mean", "ltv_total", "net_amount_total"), float),
    "ledgers": dict.fromkeys(TABLES, _ACCOUNT),
    "robustness": dict.fromkeys(SCENARIOS, _GAP),
    "nonresponse": {
        "money": dict.fromkeys(NONRESPONSE_GROUPS, dict.fromkeys(("n", "mean", "low", "high"), float)),
        "weights": {
            **dict.fromkeys(("reason", "spend_left_out"), str),
            **dict.fromkeys(("n", "n_eff", "trimmed", "largest"), float),
        },
        "weighted": {
            "nps": dict.fromkeys(("value", "low", "high"), float),
            "segments": dict.fromkeys(SEGMENTS, dict.fromkeys(MEASURES, dict.fromkeys(("mean", "low", "high"), float))),
            "gaps": dict.fromkeys(PAIRS, dict.fromkeys(MEASURES, _GAP)),
        },
        "bounds": {segment: _BOUND for segment in BOUNDS},
    },
    "adjusted": dict.fromkeys(PAIRS, dict.fromkeys(MEASURES, _GAP)),
    "point_value": dict.fromkeys(("plain", "adjusted"), dict.fromkeys(MOVES, _GAP)),
}


def check_summary(summary: Mapping[str, Any], private: Path, settings: Settings) -> None:
    """``summary.json``: keys that summaries have, and no money of few or mostly of one, counted anew from the rows."""
    path = private.parent / "summary.json"
    if not _fits(summary, _SUMMARY):
        raise refused(path, "privacy_key")
    rows = pd.read_parquet(private / "customers.parquet", columns=["segment", "net_amount"])
    groups = {name: rows.loc[rows["segment"].fillna("none") == name, "net_amount"] for name in GROUPS}
    shown = {name: summary["segments"][name] for name in GROUPS} | {"all": summary["customers"]}
    for name, net in (groups | {"all": rows["net_amount"]}).items():
        money = [shown[name].get(key) for key in ("ltv", "ltv_mean", "ltv_total", "value", "net_amount_total")]
        mostly = settings.min_cell > 1 and dominated(net)
        if any(figure is not None for figure in money) and (mostly or too_few(len(net), settings.smallest_group)):
            raise refused(path, "privacy_money")


def _fits(found: Any, form: Any) -> bool:
    """Whether figures have the form given: its keys, numbers and texts where they belong; null anywhere."""
    if found is None:
        return True
    if isinstance(form, dict):
        known = isinstance(found, dict) and ("*" in form or set(found) <= set(form))
        return known and all(_fits(part, form.get(name, form.get("*"))) for name, part in found.items())
    return isinstance(found, (int, float) if form is float else form)
