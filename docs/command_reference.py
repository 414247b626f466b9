"""A directive that shows what every command says under `--help`: `{command-reference}`."""

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from typer.testing import CliRunner

import kg.cli
from kg.cli.application import app

__all__ = ["setup"]

_WIDTH = {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}


class CommandReference(SphinxDirective):
    """A section per command."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """The sections, in the order of their names."""
        kg.cli.load_commands()
        return [self._section(path) for path in sorted(_paths(app))]

    def _section(self, path: list[str]) -> nodes.section:
        name = f"kg {' '.join(path)}"
        section = nodes.section(ids=[nodes.make_id(name)])
        section += nodes.title(text=name)
        shown = CliRunner().invoke(app, [*path, "--help"], prog_name="kg", env=_WIDTH).stdout.strip()
        section += nodes.literal_block(shown, shown, language="text")
        return section


def _paths(group: Any) -> list[list[str]]:
    """The words that call each command, those of groups too."""
    own = [[command.name or command.callback.__name__] for command in group.registered_commands]
    return own + [[sub.name, *path] for sub in group.registered_groups for path in _paths(sub.typer_instance)]


def setup(sphinx: Sphinx) -> dict[str, bool]:
    """Make the directive known."""
    sphinx.add_directive("command-reference", CommandReference)
    return {"parallel_read_safe": True}
