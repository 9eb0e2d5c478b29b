"""The nightly flow, its settings and the command line; Prefect is imported by `flows.nightly` alone."""
