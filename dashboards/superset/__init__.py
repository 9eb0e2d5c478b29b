"""The BI team's dashboard: Apache Superset's assets over the published tables; docs/superset.md.

`datasets`, `charts` and `layout` are the short source; `assets` writes it out as the YAML files of `assets/`,
which are what Superset imports. Superset itself runs elsewhere, in an environment of its own, and reads
`superset_config.py`; nothing here imports it.
"""
