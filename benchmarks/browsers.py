"""The headless Chromium that benchmarks and screenshots use."""

import shutil

from playwright.sync_api import Browser, Playwright

__all__ = ["launch"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def launch(driver: Playwright) -> Browser:
    """A browser from the path."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise SystemExit(f"no browser: none of {', '.join(_NAMES)} is on the path")
    return driver.chromium.launch(executable_path=program, args=list(_ARGUMENTS), timeout=120_000)
