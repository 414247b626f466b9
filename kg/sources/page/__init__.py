"""Pages and plain text: what a person copies from a site, a mail or an article, read into papers.

`paragraphs` cuts a text into units (a line, or the lines of a wrapped paragraph), `units` says what each
may be by itself, `layout` finds the reading of the whole in which every unit has its place, and
`reader` makes records of that reading.
"""

from kg.sources.page.reader import read_each_line, read_page, read_pairs, read_whole

__all__ = ["read_each_line", "read_page", "read_pairs", "read_whole"]
