"""Coverage-guided fuzzing with atheris, one command each: python -m fuzz.pages, fuzz.results, fuzz.queries.

`make fuzz SECONDS=600` runs all three. Inputs that found a fault are kept in tests/data/fuzz and read again by the tests.
"""
