"""How results appear in a notebook and on the page: escaped, labelled, and safe to share."""

from base64 import b64encode

from IPython.display import display

from helpers.report.context import Context, Section
from helpers.report.parts import Exhibit
from helpers.report.settings import ReportSettings
from helpers.report.steps import charts_folder, write_csv


class Show:
    """Shows the sections of a report in a notebook; charts are saved with the figures behind them."""

    def __init__(self, settings: ReportSettings) -> None:
        self.report = Context(settings)

    def __call__(self, *sections: Section) -> None:
        for section in sections:
            for part in section.parts(self.report):
                if isinstance(part, Exhibit):
                    _chart(part, self.report.settings)
                else:
                    display(part)


def _chart(exhibit: Exhibit, settings: ReportSettings) -> None:
    """Show a chart and save it with the figures behind it: PNG, and CSV in UTF-8 with BOM, in the run's folder."""
    from helpers.report.style import png  # here, because notebooks without a chart need no matplotlib

    folder = charts_folder(settings)
    noted = exhibit.frame.assign(note=settings.note) if settings.note else exhibit.frame
    write_csv(noted, folder / f"{exhibit.name}.csv")
    image = png(exhibit.figure)
    (folder / f"{exhibit.name}.png").write_bytes(image)
    bundle = {"image/png": b64encode(image).decode("ascii"), "text/plain": exhibit.alternative}
    about = {"alt": exhibit.alternative, "name": exhibit.name, "title": exhibit.title}
    display(bundle, raw=True, metadata={"image/png": about})
