"""Every text that people read in two languages, and what each was when the two were last seen to agree.

``python -m tests.translations`` records texts that are new or changed in both languages. One whose English alone
changed is refused: its Japanese has to follow, or, where it need not, be named: ``python -m tests.translations KEY``.
"""

import hashlib
import json
import sys
from pathlib import Path

import nbformat
import yaml

from helpers.base.errors import TEXTS
from helpers.base.folders import PROJECT
from helpers.base.own_yaml import own_yaml
from helpers.invite.settings import InviteSettings
from helpers.report.page.prose import TRANSLATIONS
from helpers.run.new.data_questions import question_texts
from helpers.run.stored import STORED

RECORD = Path(__file__).with_name("translations.json")


def pairs():
    """Key of each text → its English and Japanese."""
    found = dict(_said("errors", TEXTS))
    found |= dict(_said("sentences", own_yaml("helpers.base", "sentences")))
    found |= dict(_said("questions", question_texts()))
    found |= dict(
        _said("parameters", {name: field.json_schema_extra for name, field in InviteSettings.model_fields.items()})
    )
    prose = yaml.safe_load(TRANSLATIONS.read_text(encoding="utf-8"))
    for name in STORED:
        cells = nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4).cells
        english = {cell.id: cell.source for cell in cells if cell.cell_type == "markdown"}
        found |= {f"{name}/{cell}": (text, prose.get(name, {}).get(cell, "")) for cell, text in english.items()}
    return found


def _said(place, tree):
    """Texts in both languages wherever they stand in a tree."""
    if isinstance(tree, dict) and {"en", "ja"} <= tree.keys():
        yield place, (tree["en"], tree["ja"])
    branches = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, branch in branches:
        yield from _said(f"{place}/{key}", branch)


def marks():
    """Key → a mark of its English and one of its Japanese."""
    return {key: [hashlib.sha256(text.encode()).hexdigest()[:8] for text in texts] for key, texts in pairs().items()}


def recorded():
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def left_behind(now, before):
    """Keys whose English changed while the Japanese stayed as it was."""
    return sorted(
        key for key in now.keys() & before.keys() if now[key][0] != before[key][0] and now[key][1] == before[key][1]
    )


def main(same):
    now, before = marks(), recorded()
    if late := [key for key in left_behind(now, before) if key not in same]:
        return f"The English changed and the Japanese did not: {', '.join(late)}"
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(now[key])}" for key in sorted(now))
    RECORD.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
