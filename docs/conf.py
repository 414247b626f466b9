"""Sphinx makes the site from this folder: `make docs`. Warnings are errors; nothing is fetched from the network."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

project = "paperkg"
author = "The paperkg authors"
copyright = author
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "command_reference",
]
exclude_patterns = ["*.py"]
# Single backticks in docstrings are code.
default_role = "code"
html_theme = "furo"
html_title = "paperkg"

# Pages link to each other and to headings; a fence may have a title that the tests read.
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_raise_on_error = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
napoleon_numpy_docstring = True
napoleon_google_docstring = False
# The sections "Returns" are sentences, not a type and a description.
napoleon_use_rtype = False
napoleon_preprocess_types = False
napoleon_attr_annotations = False
