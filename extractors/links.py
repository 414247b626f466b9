"""Links to code and project pages that an abstract names."""

import re

__all__ = ["find_links"]

_URL = re.compile(
    r"https?://[^\s<>\"'{}|\\^`\[\]]{3,300}"
    r"|(?<![\w/.@])(?:github\.com|gitlab\.com|bitbucket\.org|huggingface\.co|codeberg\.org|[\w-]{1,60}\.github\.io)(?:/[^\s<>\"'{}|\\^`\[\]]{1,200})?"
)
_NOT_A_HOME = re.compile(r"https?://(?:(?:dx\.)?doi\.org|(?:www\.)?arxiv\.org)/", re.IGNORECASE)


def find_links(text: str) -> list[str]:
    """Addresses in order of appearance, with a scheme, without the punctuation that follows them.

    >>> find_links("Code: https://github.com/a/b. See also github.com/c/d (new).")
    ['https://github.com/a/b', 'https://github.com/c/d']
    """
    found = []
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?*~$")
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(".,;:!?")
        if not url.startswith("http"):
            url = f"https://{url}"
        if not _NOT_A_HOME.match(url):
            found.append(url)
    return list(dict.fromkeys(found))
