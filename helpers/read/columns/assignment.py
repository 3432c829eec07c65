"""Which header is read as which canonical column: by the user's word, the known export, the names."""

import re
from collections.abc import Mapping, Sequence

from helpers.base.tables import FACTORS, ONE_KEY_OF, REQUIRED, TableName
from helpers.read.columns.content import Content
from helpers.read.columns.formats import Format
from helpers.read.columns.spelling import first_of, plain
from helpers.read.columns.vocabulary import NAMES, Matches, matched


def places_of(header: str, names: Sequence[str], labels: Sequence[str] = ()) -> tuple[int, ...]:
    """Positions that a header given by the user may mean: exactly, else as headers are compared.

    ``X (1)`` is the first of several columns named X; a question's text stands for its column.

    Examples
    --------
    >>> places_of("e-mail", ["Email", "Score"]), places_of("Score (1)", ["Email", "Score", "Score (2)"])
    ((0,), (1,))
    """
    for exact in (header.strip(), re.sub(r" \(1\)$", "", header.strip())):
        if exact in names:
            return (names.index(exact),)
    for texts in (names, labels):
        if places := tuple(place for place, text in enumerate(texts) if plain(text) == plain(header)):
            return places
    return ()


def assigned(
    table: TableName,
    names: Sequence[str],
    labels: Sequence[str] = (),
    mapping: Mapping[str, str] | None = None,
    form: Format | None = None,
    content: Content | None = None,
) -> Matches:
    """Positions of the canonical columns among a file's headers, which may have question texts (`labels`) apart.

    The user's word (`mapping`: canonical column → header, "" where the file has none) wins over all else, a known
    export over the names, but for its fallback columns; a name whose cells (`content`) fit over one whose don't.

    Examples
    --------
    >>> assigned("responses", ["No", "会員番号", "点数"], mapping={"score": "点数"}).sure
    {'customer_id': 1, 'score': 2, 'response_id': 0}
    """
    settled = _by_the_user(table, names, labels, mapping or {})
    settled = _by(form.columns, names, dict.fromkeys(form.without) | settled) if form else settled
    if table == "responses" and "score" not in settled:
        settled |= _grouped(names)
    matches = matched(table, names, labels, settled, content)
    if form is None:
        return matches
    decided = {**dict.fromkeys([*settled, *matches.doubtful]), **matches.sure}
    places = {column: place for column, place in _by(form.fallback, names, decided).items() if place is not None}
    return Matches(places, matches.doubtful)


def _by_the_user(
    table: TableName, names: Sequence[str], labels: Sequence[str], mapping: Mapping[str, str]
) -> dict[str, int | None]:
    settled: dict[str, int | None] = {}
    for column in (column for column in NAMES[table] if column in mapping):
        places = places_of(mapping[column], names, labels) if mapping[column].strip() else ()
        if len(places) == 1 or not mapping[column].strip():
            settled[column] = places[0] if places else None
    return settled


def _grouped(names: Sequence[str]) -> dict[str, int | None]:
    """The score by the group that is derived from it: Qualtrics writes Q1_NPS_GROUP beside Q1."""
    groups = (name for name in names if name.endswith("_NPS_GROUP"))
    bases = [names.index(base) for name in groups if (base := name.removesuffix("_NPS_GROUP")) in names]
    return {"score": bases[0]} if len(bases) == 1 else {}


def _by(
    columns: Mapping[str, Sequence[str]], names: Sequence[str], settled: Mapping[str, int | None]
) -> dict[str, int | None]:
    """What is settled, and the columns of a known export that aren't; no header is taken twice."""
    by = dict(settled)
    for column, headers in columns.items():
        place = first_of(headers, names)
        if column not in by and place is not None and place not in by.values():
            by[column] = place
    return by


def keys_of(table: TableName) -> str:
    """The columns of which one is needed, as messages name them.

    Examples
    --------
    >>> keys_of("purchases")
    'customer_id or email'
    """
    return " or ".join(ONE_KEY_OF[table])


def absent(table: TableName, matches: Matches) -> list[str]:
    """What a table requires and has not even twice; of the columns of which it needs one, the list as messages name it.

    Examples
    --------
    >>> absent("responses", assigned("responses", ["score"]))
    ['customer_id or email or token or order_id']
    """
    there = matches.sure.keys() | matches.doubtful.keys()
    there |= {"amount"} if set(FACTORS) <= there else set()
    is_keyless = table in ONE_KEY_OF and there.isdisjoint(ONE_KEY_OF[table])
    return [*(column for column in REQUIRED[table] if column not in there), *([keys_of(table)] if is_keyless else [])]
