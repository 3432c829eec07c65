"""XML of workbooks, part after part and without a tree."""

from collections.abc import Callable
from typing import IO, Any, NoReturn
from xml.parsers import expat


def parse_xml(xml: IO[bytes], parser: expat.XMLParserType, start: Callable[[str, dict[str, str]], Any]) -> None:
    """Parse XML; stops at a document type, which no workbook has and whose entities may grow without end.

    Raises
    ------
    ValueError
        A document type.
    """
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.ParseFile(xml)


def refuse(*_: Any) -> NoReturn:
    """Handler of what no workbook has.

    Raises
    ------
    ValueError
        Always.
    """
    raise ValueError("unexpected mark-up")
