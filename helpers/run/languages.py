"""In which language a command speaks: that of the command line, of its parameter file, of the computer."""

import argparse
import os
import re
from pathlib import Path

from helpers.base.errors import KitError
from helpers.base.parameter_files import read_yaml


def language_of(options: argparse.Namespace) -> str:
    """Language of the command line, else of the parameter file, as far as they can be read, else the computer's."""
    given = re.findall(r"^ *language *= *(en|ja) *$", "\n".join(getattr(options, "set", [])), re.MULTILINE)
    path = getattr(options, "settings", None) or getattr(options, "file", None)
    path = Path(str(path)) if getattr(options, "table", "") is None else path
    named = given[-1] if given else _of_file(path) if isinstance(path, Path) else None
    return "ja" if (named or os.environ.get("NPS_KIT_LANGUAGE")) == "ja" else "en"  # the variable comes from run.py


def _of_file(path: Path, *, based: bool = True) -> str | None:
    """Language of a parameter file, of a batch or its base, of a manifest; of a broken one by its letters."""
    try:
        content = read_yaml(path)
    except KitError:
        text = path.read_bytes().replace(b"\0", b"") if path.is_file() else b""  # UTF-16 too
        named = re.search(rb"^[^#\n]*\blanguage[\"']?\s*:\s*[\"']?(en|ja)\b", text, re.MULTILINE)
        return named[1].decode() if named else None
    common = content.get("set", content.get("settings"))  # of a batch, of a manifest
    values = content | (common if isinstance(common, dict) else {})
    if based and "language" not in values and isinstance(content.get("base"), str):
        return _of_file(path.parent / content["base"], based=False)
    return str(values.get("language", "en"))
