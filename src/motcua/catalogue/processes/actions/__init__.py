"""The verbs of internal processes: the only code that writes them."""

from motcua.catalogue.processes.actions.publishing import publish_process
from motcua.catalogue.processes.actions.shipping import load_shipped_catalogue

__all__ = ["load_shipped_catalogue", "publish_process"]
