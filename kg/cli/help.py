"""What `kg --help` shows: the commands by what they are for."""

from typing import Any

from kg.cli.process import Commands

__all__ = ["GROUPS", "GroupedCommands"]

#: What people do, in the order in which they come to it. A command that stands nowhere here is listed last.
GROUPS = {
    "Make a graph": ("build", "extract", "remove", "log", "diff"),
    "Look and ask": ("stats", "show", "view", "query", "leaderboard", "timeline"),
    "Analyse": ("rank", "trend", "similar", "path", "gaps"),
    "Hand on": ("export", "validate"),
    "Names and quality": ("lexicon", "eval"),
}


class GroupedCommands(Commands):
    """The commands in groups, each with its whole first sentence."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the groups."""
        known: dict[str, Any] = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        grouped = {name for names in GROUPS.values() for name in names}
        groups = {**GROUPS, "More": tuple(name for name in known if name not in grouped)}
        width = max(map(len, known), default=0)
        for title, names in groups.items():
            # One width for all, so that the sentences of all groups begin below each other.
            rows = [(name.ljust(width), known[name].get_short_help_str(limit=500)) for name in names if name in known]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
