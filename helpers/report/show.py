"""How results appear in a notebook and on the page: escaped, labelled, and safe to share."""

from base64 import b64encode
from importlib.metadata import version
from platform import python_version

from IPython.display import display

from helpers.base.parameters import Settings
from helpers.report.context import Context, Section
from helpers.report.parts import Exhibit, Grid, Text
from helpers.report.steps import charts_folder, write_csv


class Show:
    """Shows the sections of a report in a notebook; charts are saved with the figures behind them."""

    def __init__(self, settings: Settings) -> None:
        self.report = Context(settings)

    def __call__(self, *sections: Section) -> None:
        for section in sections:
            for part in section.parts(self.report):
                if isinstance(part, Exhibit):
                    chart(part, self.report.settings)
                else:
                    display(part)


def headline(sentence: str) -> None:
    """Show the answer, large."""
    display(Text((sentence,), "headline"))


def say(*sentences: str, kind: str = "finding") -> None:
    """Show sentences; none, nothing."""
    if sentences:
        display(Text(sentences, kind))


def note(settings: Settings) -> None:
    """Show the report's note, which belongs beside every headline."""
    if settings.note:
        say(settings.note, kind="note")


def versions() -> None:
    """Show the versions that made the figures."""
    packages = ("pandas", "numpy", "scipy", "duckdb", "matplotlib", "seaborn")
    say(
        f"Python {python_version()} · " + " · ".join(f"{name} {version(name)}" for name in packages),
        kind="versions",
    )


def table(grid: Grid | None) -> None:
    """Show a table, or nothing where there is none."""
    if grid is not None:
        display(grid)


def chart(exhibit: Exhibit | str, settings: Settings) -> None:
    """Show a chart and save it with the figures behind it; where there is none, say why ("": it was said before).

    Writes ``charts/NAME.png`` and ``charts/NAME.csv`` (UTF-8 with BOM) into the run's folder.
    """
    if isinstance(exhibit, str):
        return say(*filter(None, [exhibit]), kind="missing")
    from helpers.report.style import png  # here, because notebooks without a chart need no matplotlib

    folder = charts_folder(settings)
    noted = exhibit.frame.assign(note=settings.note) if settings.note else exhibit.frame
    write_csv(noted, folder / f"{exhibit.name}.csv")
    image = png(exhibit.figure)
    (folder / f"{exhibit.name}.png").write_bytes(image)
    bundle = {"image/png": b64encode(image).decode("ascii"), "text/plain": exhibit.alternative}
    display(bundle, raw=True, metadata={"image/png": {"alt": exhibit.alternative, "name": exhibit.name}})
    return None
