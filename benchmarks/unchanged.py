"""Whether two checkouts of the kit make the same reports: figures, tables, charts and the page's text.

python run.py bench unchanged OTHER_CHECKOUT [--shops N]

Compared are the reports of both samples in both languages, and of N small shops drawn from the sample's
customers with settings of all kinds. Floats may differ by 1e-12 of their size, all else not at all.
"""

import argparse
import html
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pandas as pd
import yaml

HERE = Path(__file__).resolve().parents[1]
SAMPLE = HERE / "data" / "sample"
PARAMETERS = HERE / "notebooks" / "parameters"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
KIT = re.compile(r"0\.1\.0 [0-9a-f]{12}|\d{4}-\d\d-\d\d \d\d:\d\d")  # the code's version, and when a run failed
LEAST, MOST = 15, 400  # customers of a drawn shop
CHOICES: dict[str, list] = {
    "window_days": [365, 365, 365, 180, 0],
    "min_group_size": [10, 10, 5, 20],
    "min_cell": [5, 5, 3, 1],
    "conversion": ["crm", "crm", "none", 0.2],
    "influence_rule": ["common", "common", "own"],
    "referred_ltv": ["all", "all", "referral", 5000],
    "max_recommendations": [None, None, 4],
    "segment_by": [None, "region", "age_band"],
    "warned_weight": [0.0],
    "gross_margin_rate": [1.0, 0.6],
    "acquisition_cost": [0, 2500, {"other": 1000, "referral": 200}],
    "confidence": [0.95, 0.8],
    "language": ["en", "ja"],
    "invitations": [True, True, False],
    "complaints": [True, True, False],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path, help="folder of the other checkout")
    parser.add_argument("--shops", type=int, default=0, help="how many small shops are drawn beside the samples")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in (*_samples(Path(folder)), *_shops(options.shops, options.seed, Path(folder))):
            lines = list(_differences(path, options.other.resolve(), Path(folder)))
            print(
                path.stem, "the same" if not lines else f"{len(lines)} differences", *lines[:20], sep="\n  ", flush=True
            )
            different += bool(lines)
    return 2 if different else 0


def _samples(folder: Path) -> Iterator[Path]:
    shutil.copytree(SAMPLE, folder / "data" / "sample")  # outside both, so that neither knows the place by a name
    for path in sorted(PARAMETERS.glob("*.yaml")):
        for language in ("en", "ja"):
            values = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield _written({**_absolute(values, folder), "language": language}, folder / f"{path.stem}_{language}.yaml")


def _absolute(values: dict, folder: Path) -> dict:
    return {name: str(folder / value) if str(value).startswith("data/") else value for name, value in values.items()}


def _written(values: dict, path: Path) -> Path:
    path.write_text(yaml.safe_dump({**values, "report_name": "same"}, allow_unicode=True), encoding="utf-8")
    return path


def _shops(number: int, seed: int, folder: Path) -> Iterator[Path]:
    """Shops of a few of the sample's customers, each with settings drawn by chance."""
    tables = {name: pd.read_csv(SAMPLE / f"{name}.csv", dtype=str, keep_default_na=False) for name in _TABLES}
    answered = set(tables["responses"]["customer_id"])
    for shop in range(number):
        draw = random.Random(1000 * seed + shop)
        ids = sorted(set(tables["customers"]["customer_id"]))
        size = round(LEAST * (MOST / LEAST) ** draw.random())
        share = draw.choice([0.3, 0.6, 0.9])
        kept = set(draw.sample(sorted(answered & set(ids)), round(size * share)))
        kept |= set(draw.sample(ids, size - len(kept)))
        values = {name: draw.choice(options) for name, options in CHOICES.items()}
        values |= {
            "as_of": "2026-04-01",
            "resamples": 300,
            "purchases_from": "2020-01-01",
            "referral_channels": ["referral"],
        }
        values |= {"statuses_used": ["completed", "shipped", "returned"], "statuses_unused": ["cancelled", "test"]}
        values |= {"purchases_until": "2026-03-31", "bad_rows": "set_aside"}
        for name, table in tables.items():
            there = values.get(name, True)
            values[name] = str(folder / f"shop{shop}_{name}.csv") if there else None
            if there:
                table[table["customer_id"].isin(kept)].to_csv(values[name], index=False, encoding="utf-8")
        yield _written(values, folder / f"shop{shop}.yaml")


_TABLES = ("customers", "purchases", "responses", "complaints", "invitations")


def _differences(path: Path, other: Path, folder: Path) -> Iterator[str]:
    """What differs between the reports of the two checkouts, in words."""
    runs = {name: _run(checkout, path, folder / name) for name, checkout in (("before", other), ("after", HERE))}
    ended = {name: told.partition(" out/")[0] for name, (told, _) in runs.items()}
    if ended["before"] != ended["after"]:
        yield f"messages: {ended}"
    before, after = (place for _, place in runs.values())
    yield from different_folders(before, after)


def _run(checkout: Path, path: Path, out: Path) -> tuple[str, Path]:
    """Error message (empty: none) and folder of the report."""
    shutil.rmtree(out, ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(checkout), "NPS_KIT_OUT": str(out), "NPS_KIT_LANGUAGE": "en"}
    command = [sys.executable, "-P", "-m", "helpers", "report", str(path)]
    done = subprocess.run(command, env=environment, cwd=out.parent, capture_output=True, text=True, encoding="utf-8")
    return done.stderr if done.returncode else "", out / "same"


def different_folders(before: Path, after: Path) -> Iterator[str]:
    """What differs between two folders of a report."""
    names = sorted(
        {p.relative_to(place).as_posix() for place in (before, after) for p in place.rglob("*") if p.is_file()}
    )
    for name in names:
        first, second = before / name, after / name
        if not first.exists() or not second.exists():
            yield f"{name}: only {'after' if second.exists() else 'before'}"
        elif name.endswith(".parquet"):
            if not pd.read_parquet(first).equals(pd.read_parquet(second)):
                yield f"{name}: rows differ"
        elif name.endswith(".png"):
            if first.read_bytes() != second.read_bytes():
                yield f"{name}: pictures differ"
        elif not name.endswith(".ipynb"):  # their code may change; what it shows stands on the page
            yield from (f"{name}: {line}" for line in different_lines(lines_of(first), lines_of(second)))


def lines_of(path: Path) -> list[str]:
    """Lines of text; JSON with sorted keys, of a page what it shows."""
    text = KIT.sub("KIT", path.read_text(encoding="utf-8-sig"))
    if path.suffix == ".json":
        return json.dumps(json.loads(text), sort_keys=True, indent=1, ensure_ascii=False).splitlines()
    if path.suffix == ".html":
        text = re.sub(r"(?s)<style.*?</style>|src=\"data:[^\"]*\"|href=\"data:[^\"]*\"", "", text)
        text = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    return [line.strip() for line in text.splitlines() if line.strip()]


def different_lines(before: list[str], after: list[str]) -> Iterator[str]:
    """Lines that differ by more than the last digits of a float."""
    for first, second in zip_longest(before, after, fillvalue=""):
        if first != second and not _close(first, second):
            yield f"{first[:150]!r} → {second[:150]!r}"


def _close(first: str, second: str) -> bool:
    if NUMBER.sub("#", first) != NUMBER.sub("#", second):
        return False
    pairs = zip(NUMBER.findall(first), NUMBER.findall(second), strict=True)
    return all(abs(float(a) - float(b)) <= 1e-12 * max(abs(float(a)), abs(float(b))) for a, b in pairs)


if __name__ == "__main__":
    sys.exit(main())
