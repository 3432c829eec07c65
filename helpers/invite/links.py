"""Personal links: the survey's address with a token in it."""

from helpers.base.errors import KitError
from helpers.base.parameters import Settings
from helpers.invite.questionnaire import glue

_PLACES = ("{token}", "%7Btoken%7D", "%7btoken%7d")  # as written, and as Google Forms writes it into a pre-filled link


def link_pattern(settings: Settings) -> str:
    """The survey's address with ``{token}`` where the token belongs.

    Where `survey_url` does not show the place, it is the hidden field ``token`` of `survey_tool`.

    Raises
    ------
    KitError
        ``E-SURVEY-URL`` without an address, or where the token's place can't be told.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> survey = {"survey_tool": "qualtrics", "survey_url": "https://shop.qualtrics.com/jfe/form/SV_1?Q_Language=JA"}
    >>> link_pattern(checked({"as_of": "2026-04-01", **survey}))
    'https://shop.qualtrics.com/jfe/form/SV_1?Q_Language=JA&token={token}'
    """
    address = settings.survey_url
    if not address:
        raise KitError("E-SURVEY-URL.missing", name="survey_url")
    for place in _PLACES:
        address = address.replace(place, _PLACES[0])
    sign = glue(settings.survey_tool)
    if address.count(_PLACES[0]) == 1:
        return address
    if address.count(_PLACES[0]) > 1 or not sign:
        raise KitError("E-SURVEY-URL.place", name="survey_url")
    return _with_field(address, sign)


def _with_field(address: str, sign: str) -> str:
    """Address with the field ``token`` after a ``#``, or in its query."""
    if sign == "#":
        return f"{address}{'&' if '#' in address else '#'}token={_PLACES[0]}"
    before, mark, fragment = address.partition("#")
    return f"{before}{'&' if '?' in before else '?'}token={_PLACES[0]}{mark}{fragment}"


def personal_link(pattern: str, token: str) -> str:
    """Link of one person.

    Examples
    --------
    >>> personal_link("https://example.jp/s?token={token}", "tabc")
    'https://example.jp/s?token=tabc'
    """
    return pattern.replace(_PLACES[0], token)
