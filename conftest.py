"""What all tests share, and the graph that the examples in docstrings load: what `make demo` leaves in `demo`."""

from pathlib import Path

import pytest
from _pytest.doctest import DoctestItem
from hypothesis import HealthCheck, settings

import kg

# No property fails by the clock: how long an example takes says more of what else the machine does than of the program.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

_EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a built graph of the demo corpus under the name `demo`."""
    folder = tmp_path_factory.mktemp("examples")
    kg.build(_EXAMPLES, folder / "demo")
    return folder


@pytest.fixture(autouse=True)
def _examples_find_the_demo(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples that load `demo` run where it is."""
    item = request.node
    if isinstance(item, DoctestItem) and item.dtest and 'kg.load("demo")' in (item.dtest.docstring or ""):
        monkeypatch.chdir(request.getfixturevalue("demo_folder"))
