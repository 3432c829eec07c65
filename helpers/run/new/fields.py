"""A question as a field of a form: its widget, and what gives the reply."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import ipywidgets

from helpers.run.new.question import Enquiry, Reply

SENT_WHOLE = {
    "continuous_update": False
}  # a text is sent whole when it is left, before the button that is pressed next
WIDE = {"width": "32em", "max_width": "98%"}  # a layout of its own for each widget is made of it
Given = Callable[[], Reply]


def field_of(question: Enquiry) -> tuple[ipywidgets.VBox, Given]:
    """A question with the widget that takes its reply, and what gives the reply.

    Examples
    --------
    >>> box, given = field_of(Enquiry("margin", "Which margin?", "It counts.", "text", "100"))
    >>> box.children[1].value = "60"
    >>> given()
    '60'
    """
    text, why = (f'<div style="line-height: 1.5">{html.escape(part)}</div>' for part in (question.text, question.why))
    about = f"<b>{text}</b><small>{why}</small>"
    widget, value = _WIDGETS[question.kind](question)
    box = ipywidgets.VBox([ipywidgets.HTML(about), widget], layout=ipywidgets.Layout(margin="0.6em 0"))
    box.add_class(f"nps-{re.sub('[^a-z_]+', '-', question.key.split(' ')[0].lower())}")
    return box, value


def _several(question: Enquiry) -> tuple[Any, Given]:
    chosen = question.proposal or ()
    boxes = [
        (option.key, ipywidgets.Checkbox(option.key in chosen, description=option.label, indent=False))
        for option in question.options
    ]  # fmt: skip
    return ipywidgets.VBox([box for _, box in boxes]), lambda: [key for key, box in boxes if box.value]


def _day(question: Enquiry) -> tuple[Any, Given]:
    day = date.fromisoformat(question.proposal) if isinstance(question.proposal, str) else None
    picker = ipywidgets.DatePicker(value=day)
    return picker, lambda: picker.value.isoformat() if picker.value else ""


def _choice(question: Enquiry) -> tuple[Any, Given]:
    """One of the options, or another reply typed where the question takes one."""
    labels = {option.label: option.key for option in question.options}
    if question.sets:
        shown = next((label for label, key in labels.items() if key == question.proposal), "")
        typed = ipywidgets.Combobox(value=shown, options=[*labels], ensure_option=False, layout=WIDE, **SENT_WHOLE)
        return typed, lambda: labels.get(typed.value, typed.value)
    chosen = ipywidgets.Dropdown(options=[*labels.items()], value=question.proposal, layout=WIDE)
    return chosen, lambda: chosen.value or ""


def _text(question: Enquiry) -> tuple[Any, Given]:
    text = ipywidgets.Text(question.proposal if isinstance(question.proposal, str) else "", layout=WIDE, **SENT_WHOLE)
    return text, lambda: text.value


_WIDGETS: dict[str, Callable[[Enquiry], tuple[Any, Given]]] = {
    "several": _several, "day": _day, "choice": _choice, "text": _text,
}  # fmt: skip
