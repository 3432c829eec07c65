"""The question meant, where a file of answers holds several questions or surveys in its rows."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import yaml

from helpers.base.errors import KitError, Said
from helpers.base.problems import Problems
from helpers.read.body import Body, gather
from helpers.read.cells.dates import moment
from helpers.read.cells.lanes import lane_of
from helpers.read.cells.stream import Gathered
from helpers.read.cells.texts import email, identifier, text_value
from helpers.read.columns.assignment import places_of
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import read_as
from helpers.read.conditions import met
from helpers.read.ledger import MANY_REPEATED
from helpers.read.opened import Opened
from helpers.read.placeholders import are_placeholders
from helpers.read.settings import ReadSettings
from helpers.read.signs import sign

_MEANT = "meant "
_MOST_WORDS = 20  # of a column that tells questions apart
_SPLIT = 0.9  # share of rows of persons with several that are the person's only one with its word


def places_meant(header: Header, headers: Mapping[str, str], conditions: Mapping[str, object]) -> dict[str, int]:
    """Columns to read for ``answers_where``, and their places; each is named as in the file or by its canonical name.

    Raises
    ------
    KitError
        ``E-ANSWERS-WHERE`` where the file has no such column.
    """
    places = {}
    for column in conditions:
        found = places_of(headers.get(column, column), header.names, header.labels)
        if len(found) != 1:
            raise KitError("E-ANSWERS-WHERE.column", file=header.file, column=column, known=quoted(header.names))
        places[f"{_MEANT}{column}"] = found[0]
    return places


def of_question(
    files: Sequence[Opened],
    read: set[str],
    cells: dict[str, Gathered],
    body: Body,
    settings: ReadSettings,
    problems: Problems,
) -> tuple[dict[str, Gathered], Body]:
    """Columns and rows of the answers that ``answers_where`` keeps; `read` are the headers of the columns.

    Kept in `problems`: ``E-ANSWERS-WHERE`` where none has a word; ``E-ANSWERS-SPLIT`` where a column that no setting
    names splits each person's answers.
    """
    kept = np.ones(len(body.row_numbers), dtype=bool)
    for column, condition in settings.answers_where.items():
        if f"{_MEANT}{column}" not in cells:  # no such column: asked already
            continue
        with problems.kept():
            texts = _texts(cells[f"{_MEANT}{column}"])
            kept &= _meeting(column, texts, condition, files[0].source.file, settings)
    cells = {column: of_column for column, of_column in cells.items() if not column.startswith(_MEANT)}
    if not kept.all():
        cells = {column: of_column.only(kept) for column, of_column in cells.items()}
        body = body.only(kept, "other_question")
    with problems.kept():
        _check_one_question(files, read, cells, kept, settings)
    return cells, body


def _texts(cells: Gathered) -> pd.Series:
    return cells.parsed(text_value).value


def _meeting(column: str, texts: pd.Series, condition: object, file: str, settings: ReadSettings) -> np.ndarray:
    kept = np.zeros(len(texts), dtype=bool)
    for value in condition if isinstance(condition, list) else [condition]:
        try:
            hits = met(texts.rename(column), value, settings).to_numpy()
        except KitError:  # no column of numbers, days or flags
            hits = kept & False
        if not hits.any() and len(texts):
            words = _named(_words(texts, settings))
            raise KitError("E-ANSWERS-WHERE.value", file=file, column=column, words=words)
        kept |= hits
    return kept


def _words(texts: pd.Series, settings: ReadSettings) -> list[str]:
    """Words that stand in so many rows that they may be named, the most frequent first."""
    counts = texts.value_counts()
    counts = counts[counts >= settings.min_cell]
    return sorted(counts.index, key=lambda word: (-counts[word], word))[:_MOST_WORDS]


def _named(words: Sequence[str]) -> str | Said:
    """Words for a message; where none may be named, that."""
    return quoted(words) if words else {"en": "words of a few rows each", "ja": "それぞれ数行ずつの値"}


def _check_one_question(
    files: Sequence[Opened], read: set[str], cells: Mapping[str, Gathered], kept: np.ndarray, settings: ReadSettings
) -> None:
    """Asks about a column by whose words a person has several answers, or that names several metrics."""
    persons = _persons(cells, int(kept.sum()))
    repeated = (persons.duplicated() & persons.notna()).sum()
    is_many = repeated > max(MANY_REPEATED * len(persons), settings.min_cell - 1)
    unread = [header for header in files[0].header.names if header not in read]
    headers = [header for header in unread if is_many or sign("question_column").search(read_as(header))]
    skipped = settings.hidden_rows == "skip"
    texts = _cells_of(files, headers, kept, skipped) if headers else {}
    found = {header: _words(of_column, settings) for header, of_column in texts.items()}
    asked = [header for header, words in found.items() if _names_metrics(words)]
    if is_many and not asked:
        days = _days(cells, settings)
        asked = [header for header in texts if _splits(texts[header], persons, days, settings.min_cell)]
    if asked:
        raise _which_is_meant(files[0].source.file, asked[0], found[asked[0]])


def _persons(cells: Mapping[str, Gathered], rows_kept: int) -> pd.Series:
    """Whose row each is, by what it carries itself: customer_id and e-mail, else token, else order; missing if none."""
    parsers = {"customer_id": identifier, "email": email, "token": identifier, "order_id": identifier}
    keys = {key: cells[key].parsed(parser).value for key, parser in parsers.items() if key in cells}
    rows = pd.RangeIndex(rows_kept)
    ids, emails, token, order = (keys.get(key, pd.Series(pd.NA, index=rows, dtype="str")) for key in parsers)
    ids = ids.mask(are_placeholders(ids, emails))
    person = (ids.fillna("") + "\n" + emails.fillna("")).mask(ids.isna() & emails.isna())
    return person.fillna(token).fillna(order)


def _days(cells: Mapping[str, Gathered], settings: ReadSettings) -> pd.Series:
    """When each was answered, as far as it can be told before the dates' order is decided."""
    days = cells["responded_at"].parsed(moment(settings.timezone, order="dmy")).value if "responded_at" in cells else []
    return pd.Series(days, dtype="datetime64[us]")


def _cells_of(
    files: Sequence[Opened], headers: Sequence[str], kept: np.ndarray, skips_hidden: bool
) -> dict[str, pd.Series]:
    """Cells of columns that are not read otherwise, of the rows that are kept; of those that all files have."""
    shared = [header for header in headers if all(header in file.header.names for file in files)]
    cells = {header: Gathered(lane_of(text_value), "text") for header in shared}
    for number, file in enumerate(files):
        places = {header: (file.header.names.index(header), cells[header]) for header in shared}
        gather(file, places, number, Body(skips_hidden=skips_hidden))
    return {header: _texts(of_column.only(kept)) for header, of_column in cells.items()}


def _names_metrics(words: Sequence[str]) -> bool:
    """Whether some words name the ultimate question and others another metric."""
    meant = [bool(sign("question_nps").search(word.lower())) for word in words]
    others = [bool(sign("question_other").search(word.lower())) for word in words]
    return any(meant) and any(other and not nps for nps, other in zip(meant, others, strict=True))


def _splits(texts: pd.Series, persons: pd.Series, days: pd.Series, min_cell: int) -> bool:
    """Whether persons with several rows have about one for each word of a column, and these are no spans of time."""
    if not 1 < texts.nunique() <= min(_MOST_WORDS, len(texts) / min_cell):
        return False
    rows = pd.DataFrame({"person": persons, "word": texts.fillna("")})[persons.duplicated(keep=False) & persons.notna()]
    if rows["word"].nunique() < 2 or len(rows.drop_duplicates()) < _SPLIT * len(rows):
        return False
    return not _are_spans(texts, days)


def _are_spans(texts: pd.Series, days: pd.Series) -> bool:
    """Whether the words follow one another in time, as those of waves do."""
    if days.notna().sum() < len(texts) / 2:
        return False
    spans = days.groupby(texts).agg(["min", "max"]).dropna().sort_values("min")
    return bool((spans["min"].iloc[1:].to_numpy() > spans["max"].iloc[:-1].to_numpy()).all())


def _which_is_meant(file: str, header: str, words: Sequence[str]) -> KitError:
    nps = [word for word in words if sign("question_nps").search(word.lower())]
    first = (*nps, *words, "…")[0]
    lines = {"line": _as_yaml(header, first), "all": _as_yaml(header, list(words or ["…"]))}
    return KitError("E-ANSWERS-SPLIT", file=file, header=header, words=_named(words), **lines, choices=list(words))


def _as_yaml(header: str, words: object) -> str:
    """A line of a parameter file.

    Examples
    --------
    >>> _as_yaml("survey type", "nps")
    'answers_where: {survey type: nps}'
    """
    text = yaml.safe_dump({header: words}, default_flow_style=True, allow_unicode=True, width=10**6)
    return f"answers_where: {text.strip()}"
