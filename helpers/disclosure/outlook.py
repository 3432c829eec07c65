"""What may be shown of what lies ahead: of each part what may be shown of it."""

from dataclasses import fields

from helpers.compare.outlook import Outlook
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import shown


@shown.register
def _(result: Outlook, settings: CompareSettings) -> Outlook:
    """Each part by its own rule; one that there is none of stays so."""
    parts = {field.name: getattr(result, field.name) for field in fields(Outlook)}
    return Outlook(**{name: shown(part, settings) for name, part in parts.items()})
