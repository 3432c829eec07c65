"""What is wrong with parameters, in words, and an example of what may be written."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.base.errors import LANGUAGES, TEXTS, KitError, Said, sentence
from helpers.base.settings import Settings
from helpers.base.words import Words

_EXAMPLES: Mapping[str, str] = {  # of parameters with lists or names inside, as a parameter file has them
    "purchases": "{orders: data/orders.csv, amounts: data/payments.csv}",
    "columns": "{responses: {score: Q1}}",
    "sheets": "{purchases: Orders}",
    "where": '{region: [kanto, chubu], country: "NO"}',
    "answers_where": "{survey_type: nps}",
    "statuses_used": "[paid, shipped]",
    "statuses_unused": "[cancelled, test]",
    "score_scale": "[0, 10]",
    "score_labels": '{"Extremely likely": 10}',
    "ratings": "[delivery, price]",
    "influence_scale": "[0, 10]",
    "influence_labels": '{"a lot": 0.9, "a little": 0.2}',
    "referral_channels": "[referral]",
    "alike_on": "[plan, store]",
    "acquisition_cost": "{ads: 3000, other: 0}",
    "waves": "{spring: 2026-04-01, autumn: 2026-10-01}",
    "expected_shares": "[0.2, 0.3, 0.5]",
    "stratify_by": "[spend, tenure]",
    "targets": "{nps: {target: 30, owner: Sales}, repeat_rate: {target: 0.4}}",
}
_MOST_SAID = 10
_UNKNOWN = ("extra_forbidden", "invalid_key")
_BETWEEN = {"en": "; ", "ja": " "}


@dataclass
class Faults:
    """What is wrong with parameters of a kind, and the names that are left out for it."""

    kind: type[Settings]
    left_out: set[str] = field(default_factory=set)
    _said: dict[str, list[Said]] = field(default_factory=dict)  # name → what is wrong with it
    _more: set[str] = field(default_factory=set)  # names of which nothing is said

    def add(self, details: Iterable[Any]) -> None:
        """Add pydantic's accounts, but for those that follow from what was left out before."""
        before = frozenset(self.left_out)
        for detail in details:
            name = str(next(iter(detail["loc"]), ""))
            self.left_out |= {name} - {""}
            if len(self._said) >= _MOST_SAID and name not in self._said:
                self._more.add(name)
            else:
                self._add(name, detail, before)

    def _add(self, name: str, detail: Any, before: frozenset[str]) -> None:
        told = _complaint(detail, self.kind)
        front = set(told["en"].partition(":")[0].split(", "))
        mentioned = set(re.findall(r"[a-z_]+", told["en"])) & self.kind.model_fields.keys()
        if not mentioned & before and told not in self._said.setdefault(name, []):
            self._said[name].append(told)
        self.left_out |= mentioned if detail["type"] in _UNKNOWN else front

    def error(self) -> KitError | None:
        """All of it as one error, none where nothing is wrong; of many parameters the first, and how many more."""
        said = {name: several for name, several in self._said.items() if several}
        texts = {language: self._listed(said, language) for language in LANGUAGES}
        return KitError("E-PARAMETER", texts) if said else None

    def _listed(self, said: Mapping[str, list[Said]], language: str) -> str:
        words, between = Words(language, "JPY"), _BETWEEN[language]
        parts = []
        for name, several in said.items():
            text = between.join(one[language] for one in several)
            example = _EXAMPLES.get(name)
            parts.append(words.say("parameter_such", said=text, name=name, example=example) if example else text)
        return between.join([*parts, *[words.say("parameter_more", n=len(self._more))] * bool(self._more)])


def _complaint(detail: Any, kind: type[Settings]) -> Said:
    """What is wrong with a parameter, from pydantic's account of it; never its value."""
    name, fault, named = str(next(iter(detail["loc"]), "")), detail["type"], detail.get("ctx", {})
    if fault in _UNKNOWN:
        near = difflib.get_close_matches(name, kind.model_fields, n=1)
        if near:
            return sentence("E-PARAMETER.misspelt", name=name, near=near[0])
        return sentence("E-PARAMETER.unknown", name=name)
    ends = (fault, name, "other") if fault == "secret" else (name, fault, "other")
    key = next(key for end in ends if (key := f"E-PARAMETER.{end}") in TEXTS)
    return sentence(key, **{"name": name} | {key: _plain(value) for key, value in named.items()})


def _plain(value: Any) -> Any:
    """Limit or choice as a parameter file has it: 1 for 1.0, "a", "b" for 'a' or 'b'."""
    if isinstance(value, str):
        return value.replace("' or '", "', '").replace("'", '"')
    return int(value) if isinstance(value, float) and value.is_integer() else value
