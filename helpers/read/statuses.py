"""Which orders count, by their status: the report's two lists, and those of a known export."""

from helpers.base.parameters import Settings
from helpers.read.cells.texts import cleaned
from helpers.read.columns.formats import FORMATS


def status_lists(settings: Settings, formats: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Statuses that count and that don't, in lower case.

    Lists that the user gave win over those of known exports, and those over the defaults.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> used, unused = status_lists(checked({"as_of": "2026-04-01", "statuses_used": ["pending"]}), {"shopify_orders"})
    >>> "pending" in used, "pending" in unused, "voided" in unused
    (True, False, True)
    """
    known = [FORMATS[key] for key in formats if key]
    names = {"statuses_used", "statuses_unused"}
    said = {name: _lower(getattr(settings, name)) for name in names & settings.model_fields_set}
    of_export = {name: _lower([text for form in known for text in getattr(form, name)]) for name in names}
    default = {name: _lower(getattr(settings, name)) for name in names}
    lists: dict[str, frozenset[str]] = dict.fromkeys(names, frozenset())
    for layer in (said, of_export, default):
        decided = lists["statuses_used"] | lists["statuses_unused"]
        lists = {name: lists[name] | (layer.get(name, frozenset()) - decided) for name in names}
    return lists["statuses_used"], lists["statuses_unused"]


def _lower(texts: list[str]) -> frozenset[str]:
    return frozenset(cleaned(text).lower() for text in texts)
