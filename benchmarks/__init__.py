"""Pages composed at any size, and the figures measured on them: speed and accuracy. Not part of the wheel."""
