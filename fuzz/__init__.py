"""Coverage-guided fuzzing with atheris, one command each: python -m fuzz.pages, fuzz.results, fuzz.queries.

`make fuzz SECONDS=600` runs all three. An input that finds a fault lies in build/fuzz; mended, it goes into
tests/data/fuzz, where the next run begins.
"""
