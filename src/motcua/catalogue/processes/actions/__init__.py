"""The verbs of internal processes, and of the catalogue with them: the only code that writes them."""

from motcua.catalogue.processes.actions.importing import Preview, import_workbook, preview_workbook
from motcua.catalogue.processes.actions.publishing import publish_process
from motcua.catalogue.processes.actions.shipping import load_shipped_catalogue

__all__ = ["Preview", "import_workbook", "load_shipped_catalogue", "preview_workbook", "publish_process"]
