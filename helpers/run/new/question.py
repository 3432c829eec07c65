"""A question to somebody who makes a report: what is asked, why, what may be answered, and what each answer sets."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from helpers.base.errors import KitError

Settled = dict[str, Any]  # names of parameters → values
Reply = str | Sequence[str]


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from: its key, what is shown, what it sets."""

    key: str
    label: str
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Enquiry:
    """A question, in one language.

    `kind`: one of the options (choice), any number of them (several), a day, or a text. `proposal` is the answer
    that stands if nothing else is said: a key, keys, or a text; None where there is none to propose. `sets` makes
    settings of a text, and raises ``KitError`` where it can't be used; `sets_several` of keys. `names` are the
    parameters that it settles: where they are given already, it isn't asked.
    """

    key: str
    text: str
    why: str
    kind: Literal["choice", "several", "text", "day"]
    proposal: Reply | None = None
    options: tuple[Option, ...] = ()
    sets: Callable[[str], Settled] | None = None
    sets_several: Callable[[Sequence[str]], Settled] | None = None
    names: tuple[str, ...] = ()

    def settled(self, answer: Reply) -> Settled:
        """What an answer sets.

        Raises
        ------
        KitError
            ``E-ANSWER`` for one that is none of the options, and those of the parameter.
        """
        keys = [option.key for option in self.options]
        if self.kind == "several":
            chosen = [answer] if isinstance(answer, str) else list(answer)
            if not set(chosen) <= set(keys) or (not chosen and self.proposal is None):  # nothing chosen is no answer
                raise KitError("E-ANSWER", name=self.text, most=len(keys))
            return self.sets_several(chosen) if self.sets_several else {}
        text = answer if isinstance(answer, str) else "".join(answer)
        if text in keys:
            return dict(self.options[keys.index(text)].sets)
        if self.sets is None:
            raise KitError("E-ANSWER", name=self.text, most=len(keys))
        return self.sets(text.strip())


def together(*several: Mapping[str, Any]) -> Settled:
    """Settings of several answers: mappings inside are joined, and lists of statuses; else the later wins.

    Examples
    --------
    >>> together({"columns": {"responses": {"score": "Q1"}}}, {"columns": {"responses": {"email": "Q2"}}, "tax": None})
    {'columns': {'responses': {'score': 'Q1', 'email': 'Q2'}}, 'tax': None}
    """
    joined: Settled = {}
    for settings in several:
        for name, value in settings.items():
            before = joined.get(name)
            if isinstance(before, Mapping) and isinstance(value, Mapping):
                joined[name] = together(before, value)
            else:
                joined[name] = [*before, *value] if before and name.startswith("statuses_") else value
    return joined


def chosen_keys(text: str, options: Sequence[Option]) -> list[str]:
    """Keys that a typed answer means: numbers from 1 on, or keys, parted by commas or blanks.

    Examples
    --------
    >>> options = [Option("dmy", "day first"), Option("mdy", "month first")]
    >>> chosen_keys("2", options), chosen_keys("dmy, 2", options)
    (['mdy'], ['dmy', 'mdy'])
    """
    keys = [option.key for option in options]
    if text.strip() in keys:
        return [text.strip()]
    words = filter(None, re.split(r"[,、，\s]+", text.strip()))
    return [keys[int(word) - 1] if word.isdecimal() and 0 < int(word) <= len(keys) else word for word in words]
