"""Hooks of mkdocs: the command reference, and links that lead out of the documentation."""

import re
from typing import Any

from typer.testing import CliRunner

import kg.cli
from kg.cli.application import app

_COMMANDS = "<!-- commands -->"
#: Links from docs/ to files of the repository, which the site does not hold.
_OUTWARD = re.compile(r"\[([^\]]*)\]\((?:\.\./)+([^)]*)\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Fill in the commands; show the path in place of a link that leaves the site."""
    if _COMMANDS in markdown:
        markdown = markdown.replace(_COMMANDS, _command_reference())
    if page.file.src_path.count("/"):
        return markdown
    return _OUTWARD.sub(lambda match: f"`{match[2]}`" if match[2] in match[1] else f"{match[1]} (`{match[2]}`)", markdown)


def _command_reference() -> str:
    """A section per command: what `kg COMMAND --help` says."""
    kg.cli.load_commands()
    sections = []
    for path in sorted(_paths(app)):
        text = CliRunner().invoke(app, [*path, "--help"], prog_name="kg", env={"COLUMNS": "100", "NO_COLOR": "1"}).stdout
        sections.append(f"## kg {' '.join(path)}\n\n```text\n{text.strip()}\n```\n")
    return "\n".join(sections)


def _paths(group: Any) -> list[list[str]]:
    """The words that call each command, those of groups too."""
    own = [[command.name or command.callback.__name__] for command in group.registered_commands]
    return own + [[sub.name, *path] for sub in group.registered_groups for path in _paths(sub.typer_instance)]
