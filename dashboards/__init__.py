"""What people look at: the embedded dashboard, on published snapshots only."""
