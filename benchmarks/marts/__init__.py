"""Measure the marts on years of drawn quotes, and the two main ones beside Polars, pandas and chDB."""
