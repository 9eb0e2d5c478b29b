"""Find the same words in two texts, fast: folding, candidates by shared rare n-grams, alignment, groups."""
