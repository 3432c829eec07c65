"""Tables as they come fresh from a file."""

from helpers.read.typed_table import Table, rows_aside


def new_table(name, file, frame, ragged_rows):
    """Table whose ragged rows are set aside."""
    aside = rows_aside({row: "ragged_row" for row in ragged_rows})
    return Table(name, file, frame, len(frame) + len(aside), aside)
