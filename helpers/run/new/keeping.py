"""Answers kept between two starts, beside the runs, until the parameter file has them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.base.folders import output_root


def _place(folder: Path) -> Path:
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return output_root() / ".new" / f"{name}.json"


def keep(folder: Path, language: str, answers: Mapping[str, Any]) -> None:
    """Keep the answers about a folder of exports."""
    place = _place(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"language": language, "answers": answers}, ensure_ascii=False, default=str)
    place.write_text(text, encoding="utf-8")


def kept_answers(folder: Path) -> tuple[str, dict[str, Any]] | None:
    """Language and answers that were kept about a folder; None where there are none, or they can't be read."""
    try:
        kept = json.loads(_place(folder).read_text(encoding="utf-8"))
        return (kept["language"], kept["answers"]) if kept["answers"] else None
    except (OSError, ValueError, KeyError):
        return None


def drop_answers(folder: Path) -> None:
    """Drop what was kept: the parameter file has it all, or somebody begins anew."""
    _place(folder).unlink(missing_ok=True)
