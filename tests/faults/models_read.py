"""Imported by the server that nights are forked from: they find the models parsed."""

from flows.settings import SQL_ROOT
from warehouse.models import load_models

load_models(SQL_ROOT)
