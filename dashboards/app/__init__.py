"""The embedded dashboard (Streamlit): `hatsugen dashboard` starts it; docs/dashboard.md shows it.

`main` is the script of one page load, `shell` the frame around every page, `views` the pages. `nights` opens
a snapshot and answers the questions in `sql/`; nothing else touches the disk. Whatever stands in the data is
shown as text: through widgets that take text, or escaped in `cards`.
"""
