"""The shareable report: one period of a snapshot as a page that needs nothing but itself, and as a PDF.

`hatsugen report` and the nightly job start `python -m dashboards.report`; docs/report.md shows the page.
`content` asks the snapshot, `page` writes HTML from it, `pdf` lets Chromium print that. The questions are the
files in `sql/`, and those of the dashboard where both show the same. Nothing here has a clock: the same
snapshot and period give the same page, byte for byte.
"""
