"""Imported by the server that nights are forked from: they find the models parsed."""

from flows.settings import SQL_ROOT
from warehouse.models import load_models
from warehouse.python_models import PYTHON_MODELS

load_models(SQL_ROOT, PYTHON_MODELS)
