"""Tables on disk: schemas, Parquet lake, SQL models, checks, snapshots and the ad-hoc query."""
