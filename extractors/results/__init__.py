"""Numbers that state an outcome, with the metric, dataset and method they belong to.

`numbers` reads what stands in the text, `reading` lays it out as items, `number_features`
and `pair_features` say what speaks for what, `model` weighs it; where there is an encoder,
`neural` reads the `context` of a number as well, `pointing` asks the encoder; `finding` decides.
"""

from extractors.results.finding import find_results, read_results

__all__ = ["find_results", "read_results"]
