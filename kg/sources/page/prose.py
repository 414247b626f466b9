"""Is this a title or the text of an abstract? A score from the words alone, without the page around them."""

import re

__all__ = ["begins_abstract", "makes_statement", "prose_score"]

_SENTENCE_BREAK = re.compile(r"[a-z)\]\"'”%\d$][.!?][\"'”)]?\s+[A-Z\"'“(\[$]")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”)\]]{0,3}$")
_STATEMENT = re.compile(
    r"\b(?:we|our|us|this (?:paper|work|article|study|survey|thesis|note|report|book|chapter|letter|tutorial|"
    r"review|research|"
    r"manuscript|dissertation|project|package|document|contribution|technical report|monograph)|in this|here,? we|"
    r"is|are|was|were|has|have|had|can|could|may|might|will|would|should|does|do|did|been|be|it|its|they|their|"
    r"these|there|"
    r"proposes?|presents?|introduces?|shows?|shown|proves?|describes?|develops?|studies|study|consider|considers|"
    r"demonstrates?|"
    r"investigates?|provides?|addresses|discuss(?:es)?|report(?:s|ed)?|achieves?|allows?|requires?|suggests?|explores?|"
    r"however|which|that|such|also|thus|often|recently|while|because|since)\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = frozenset(
    "a an the of for in on to and or with via from by at as into under over through between towards toward using "
    "without "
    "within across against beyond per than vs is are be not".split()
)
_OPENING = re.compile(
    r"(?:abstract\b|we\b|in this\b|this (?:paper|work|article|study|survey|thesis|note|report|book|chapter)\b|"
    r"here\b|our\b|"
    r"recent(?:ly)?\b|background\b|objectives?\b|purpose\b|introduction\b|motivation\b|despite\b|while\b|"
    r"although\b|as\b|"
    r"given\b|although\b|existing\b|modern\b|current\b|most\b|many\b|one\b|there\b|(?:the|an?) (?:\w+ ){1,8}(?:is|"
    r"are|has|have)\b|"
    r"(?:\w+[ -]){1,9}(?:is|are|has|have|was|were|play|plays|remains?|requires?|becomes?)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def prose_score(text: str) -> float:
    """Above zero for running text, below for a title; the further, the surer.

    >>> prose_score("Deep Residual Learning for Image Recognition") < -2
    True
    >>> prose_score("We prove that every graph of this kind can be coloured.") > 2
    True
    """
    words = text.split()
    count = len(words)
    if count == 0:
        return 0.0
    sentences = len(_SENTENCE_BREAK.findall(text[:1000]))
    score = -1.0
    score += min(count / 12, 6.0) - (1.2 if count < 6 else 0.0)
    score += 2.0 * min(sentences, 3)
    statements = len(_STATEMENT.findall(text[:1000]))
    title_case = _title_case(text)
    if text.endswith((".", "…")) and not text.endswith("..."):
        score += 2.2 if statements or title_case < 0.6 or sentences else 0.6
    elif not _SENTENCE_END.search(text):
        score -= 1.8 if count < 30 else 0.8
    score += min(statements, 4) * 0.8
    score -= 3.0 * (title_case - 0.35)
    if title_case > 0.8 and text.count(",") > 0.25 * count:
        return -3.0  # a list of names
    if count > 35:
        score += 2.0
    return score


def begins_abstract(text: str) -> bool:
    """Whether a paragraph begins as abstracts do, not as what goes on with one.

    >>> begins_abstract("We introduce a model."), begins_abstract("Moreover, the model is small.")
    (True, False)
    """
    return bool(_OPENING.match(text.lstrip("\"'“(*_ ")))


def makes_statement(text: str) -> bool:
    """Whether words stand in it that make a sentence, even if its end is not there.

    >>> makes_statement("This paper presents a summary of"), makes_statement("Attention Is All You Need")
    (True, False)
    """
    return len(_STATEMENT.findall(text[:1000])) >= 2


def _title_case(text: str) -> float:
    """The share of words (but for the small ones) that begin with a capital, the first word left out."""
    words: list[str] = [word for word in _WORD.findall(text[:600])[1:] if word.lower() not in _FUNCTION_WORDS]
    if not words:
        return 0.6
    return sum(word[0].isupper() for word in words) / len(words)
