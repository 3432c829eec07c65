"""Statuses: which orders count and which don't, and what is asked of words that are on no list."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

from helpers.base.errors import KitError, Said
from helpers.base.letters import cleaned
from helpers.base.settings import Settings
from helpers.read.columns.formats import FORMATS
from helpers.read.settings import ReadSettings
from helpers.read.signs import SIGNS, sign

_LISTS = {"statuses_used": "status_used", "statuses_unused": "status_unused"}  # settings → more words, by their sign
_MOST, _LONGEST = 20, 40  # words that are named, and letters of one


def status_lists(settings: ReadSettings, formats: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Statuses that count and that don't, in lower case, in whatever way their words are joined.

    The user's words add to those of known exports, and both to the defaults; where they contradict each other, the
    user's win over an export's, and those over the defaults.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> used, unused = status_lists(checked({"as_of": "2026-04-01", "statuses_used": ["pending"]}), {"shopify_orders"})
    >>> "pending" in used, "pending" in unused, "voided" in unused, "paid" in used, "partially-paid" in used
    (True, False, True, True, True)
    """
    exports = [FORMATS[key] for key in formats if key]
    said = users_statuses(settings)
    of_export = {name: [text for form in exports for text in getattr(form, name)] for name in _LISTS}
    lists: dict[str, frozenset[str]] = dict.fromkeys(_LISTS, frozenset())
    layers = [{name: spellings(layer[name]) for name in _LISTS} for layer in (said, of_export)]
    for layer in (*layers, _defaults(type(settings))):
        decided = lists["statuses_used"] | lists["statuses_unused"]
        lists = {name: lists[name] | (layer[name] - decided) for name in _LISTS}
    return lists["statuses_used"], lists["statuses_unused"]


@cache
def _defaults(kind: type[ReadSettings]) -> Mapping[str, frozenset[str]]:
    return {name: spellings([*kind.model_fields[name].default, *SIGNS[sign]]) for name, sign in _LISTS.items()}


def users_statuses(settings: ReadSettings) -> dict[str, list[str]]:
    """The lists as the user gave them; empty where she gave none."""
    return {name: getattr(settings, name) if name in settings.model_fields_set else [] for name in _LISTS}


def often(counts: Mapping[str, int], settings: Settings) -> dict[str, int]:
    """Words of a list that stand in at least ``min_cell`` rows and may be named, the most frequent first.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> often({"sent": 7, "packed": 9, "taro@x.jp": 1}, checked({"as_of": "2026-04-01"}))
    {'packed': 9, 'sent': 7}
    """
    named = [(word, n) for word, n in counts.items() if n >= settings.min_cell and word and len(word) <= _LONGEST]
    return dict(sorted(named, key=lambda one: (-one[1], one[0]))[:_MOST])


def words_named(words: Mapping[str, int]) -> Said:
    """Words, and in how many rows each stands.

    Examples
    --------
    >>> words_named({"packed": 9})
    {'en': '"packed" (9 rows)', 'ja': '"packed"（9行）'}
    """
    quoted = {json.dumps(word, ensure_ascii=False): n for word, n in words.items()}
    return {
        "en": ", ".join(f"{word} ({n} rows)" for word, n in quoted.items()),
        "ja": "、".join(f"{word}（{n}行）" for word, n in quoted.items()),
    }


def status_lines(words: Sequence[str], settings: ReadSettings) -> str:
    """Lines of a parameter file with the user's lists, and `words` among those used."""
    said = users_statuses(settings)
    lists = {"statuses_used": [*said["statuses_used"], *words], "statuses_unused": said["statuses_unused"]}
    return "\n".join(f"{name}: {json.dumps(texts, ensure_ascii=False)}" for name, texts in lists.items())


def spellings(texts: list[str]) -> frozenset[str]:
    """Texts in lower case; of several words joined by blanks, underscores or hyphens, in each of these ways.

    Examples
    --------
    >>> sorted(spellings(["On Hold"]))
    ['on hold', 'on-hold', 'on_hold']
    """
    words = [re.split("[ _-]+", cleaned(text).lower()) for text in texts]
    return frozenset(joint.join(parts) for parts in words for joint in " _-") | {
        cleaned(text).lower() for text in texts
    }


def state_told(word: str) -> str:
    """What a status says of a return: ``whole``, ``part`` or nothing.

    Examples
    --------
    >>> [state_told(word) for word in ("refunded", "partially refunded", "refund-requested", "返品済み", "completed")]
    ['whole', 'part', '', 'whole', '']
    """
    word = re.sub("[_-]", " ", word.lower())
    if not sign("state_returned").search(word) or sign("state_asked_for").search(word):
        return ""
    return "part" if sign("state_returned_in_part").search(word) else "whole"


def unknown_statuses(counts: Mapping[str, int], file: str, column: str, settings: ReadSettings) -> KitError:
    """The question that statuses on neither list ask, where rows are counted and have no numbers.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> error = unknown_statuses({"on hold": 9, "": 2}, "orders", "state", checked({"as_of": "2026-04-01"}))
    >>> error.said("en").split(": ")[2].split(".")[0]
    '"on hold" (9 rows), blank ("") (2 rows)'
    """
    named = often(counts, settings)
    blank, rare = counts.get("", 0), sum(n for word, n in counts.items() if word and word not in named)
    others = [{"en": f'blank ("") ({blank} rows)', "ja": f'空欄（""）（{blank}行）'}] * bool(blank)
    others += [{"en": f"rarer ones ({rare} rows)", "ja": f"まれなもの（{rare}行）"}] * bool(rare)
    return status_question(file, column, named, others, settings, blank=bool(blank))


def status_question(
    rows: Said | str,
    column: str,
    named: Mapping[str, int],
    others: Sequence[Said],
    settings: ReadSettings,
    *,
    blank: bool,
) -> KitError:
    """``E-STATUS``: the words that may be named, what is said of `others`, the lines to paste; "" is a `blank` one."""
    parts: list[Said] = [*[words_named(named)] * bool(named), *others]
    words = {"en": ", ".join(part["en"] for part in parts), "ja": "、".join(part["ja"] for part in parts)}
    choices = [*named, *[""] * blank]
    lines = status_lines(choices, settings)
    return KitError("E-STATUS", rows=rows, column=column, words=words, lines=lines, choices=choices)
