"""Wordings that tell what a name is and what the paper does with it.

Every pattern is tried at one end of a bounded window of a sentence (`before` ends where
the name begins, `after` begins where it ends), so all of them are linear. Those for others to
use are looked for in small letters (`kg.text.lowered`), which is several times faster.
"""

import re

from kg.records import EntityType

__all__ = [
    "COMPARED_AFTER",
    "COMPARED_BEFORE",
    "MENTIONED_BEFORE",
    "NAMING",
    "OWN_AFTER",
    "PROPOSAL",
    "type_from_context",
]

_PROPOSE = (
    r"(?:propos|introduc|present|develop|design|describ|releas|devis|construct|creat|contribut|unveil|publish"
    r"|build|built|establish|formulat|curat|collect|launch|offer|nam|dub|call|term)(?:e[sd]?|s|ed|ing)?"
)
#: "we propose", "this paper introduces", "is proposed": the sentence that names what is new.
PROPOSAL = re.compile(
    rf"\b(?:we|this (?:paper|work|study|article|report|letter)|the (?:paper|authors?|present work)"
    rf"|i)\b[^.;]{{0,60}}?\b{_PROPOSE}\b"
    rf"|\bour (?:main |key |first )?(?:contribution|proposed|new|novel|method|model|approach|framework)\b"
    rf"|\bis (?:proposed|introduced|presented)\b"
)
#: "called X", "dubbed X", "termed X", "(X)" right before the name.
NAMING = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|denoted(?: as| by)?|namely|referred to as|which we (?:call"
    r"|name|term|dub|refer to as)"
    r"|we (?:call|name|term|dub)(?: it| this[\w\s-]{0,30}| our[\w\s-]{0,30})?"
    r"|abbreviated as)\s*(?:as\s+)?(?:the\s+)?[\"“'‘]?$"
)
#: "X, a novel …", "X: a new …" right after the name.
OWN_AFTER = re.compile(
    r"^[\"”'’)]{0,2}\s?(?:,|:|\(|--?|—|–|,? which is|is)\s{0,2}(?:an?|the first|our|the)\s(?:\w[\w-]*\s){0,3}?"
    r"(?:new|novel|first|simple|unified|general|efficient|lightweight|large|open|comprehensive|end"
    r"|training|plug|multi|framework|method"
    r"|model|approach|architecture|benchmark|dataset|algorithm|system|network|library|toolkit|corpus"
    r"|pipeline|agent|family|paradigm|module"
    r"|strategy|technique|suite|platform|scheme)"
)
COMPARED_BEFORE = re.compile(
    r"(?:\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|better than|superior to|compared? (?:to"
    r"|with|against)|comparison (?:to|with)"
    r"|comparable (?:to|with)|competitive with|faster than|than|baselines?|over (?:the )?(?:previous"
    r"|prior|existing|standard|vanilla)"
    r"|state-of-the-art|counterparts?|competitors?|versus|vs\.?|relative to|rivals?|on par with"
    r"|compet\w+ (?:methods|approaches|models))\b)"
    r"[^.;:]{0,90}$"
)
COMPARED_AFTER = re.compile(r"^(?:[- ]based)?\s(?:baselines?|counterparts?|competitors?)\b")
MENTIONED_BEFORE = re.compile(
    r"\b(?:unlike|in contrast to|inspired by|motivated by|recent (?:work|advances|progress|success)\w*"
    r"|such as|popular|widely[- ]used"
    r"|existing|previous|prior|traditional|conventional|while|although|despite)\b[^.;:]{0,60}$"
)
_DATASET_AFTER = re.compile(
    r"^(?:[- ](?:v?\d[\w.]*|[A-Z]\w*)){0,2}[)\"”’']?\s(?:\(\w+\)\s)?(?:image |text |speech |video "
    r"|public |test |validation |training |dev |benchmark "
    r"|evaluation |challenge ){0,2}(?:data ?sets?|benchmarks?|corpus|corpora|challenge|test[- ]?sets?"
    r"|validation sets?|leaderboards?"
    r"|test suites?|suites?|database|tasks? suite|splits?|collections?|competition)\b",
    re.IGNORECASE,
)
_DATASET_BEFORE = re.compile(
    r"\b(?:data ?sets?|benchmarks?|corpora|corpus)\b(?:\s?[(,:]|\s(?:such as|including|like|namely|called"
    r"|named|e\.g\.,?|i\.e\.,?|for|of|from))[^.;]{0,80}$"
    r"|\b(?:evaluat\w*|experiment\w*|result\w*|test(?:ed|ing)?|train(?:ed|ing)?|validat\w*|performance"
    r"|accuracy|score\w*|achiev\w*|sota|state-of-the-art"
    r"|benchmark\w*|pre-?train\w*|fine-?tun\w*|improve\w*|gains?)\b[^.;:]{0,70}\b(?:on|across"
    r"|over)\s(?:the\s|both\s|several\s|popular\s|challenging\s)*"
    r"(?:(?-i:[A-Z0-9])[\w.@+-]*(?:,?\s(?:and\s)?|/)){0,8}$",
    re.IGNORECASE,
)
_METRIC_BEFORE = re.compile(
    r"\b(?:in terms of|measured (?:by|in|with|using)|metrics?(?: such as| including| like|,|:)?"
    r"|\d(?:\.\d+)?\s?\\?%|scores? of|as measured by)\s(?:the\s|both\s)?"
    r"(?:[\w@-]+,?\s(?:and\s)?){0,3}$",
    re.IGNORECASE,
)
_METRIC_AFTER = re.compile(
    r"^(?:[- ]?scores?|\s(?:metrics?|values?|of \d|by (?:up to )?\d|\(\d|improvement|gains?|reduction|points?))\b"
    r"|^\s(?:of|by|from|to|at|is|=|:)\s(?:up to\s|over\s|about\s|only\s)?\d",
    re.IGNORECASE,
)
_BENCH_SHAPE = re.compile(
    r"(?:bench(?:mark)?|mnist|corpus|dataset|arena|qa|gym|-?eval)(?:-?[\dv.+]+\w?)?$", re.IGNORECASE
)
_METHOD_AFTER = re.compile(
    r"^(?:[- ]?(?:based|style|like))?\s(?:models?|algorithms?|methods?|networks?|frameworks?"
    r"|architectures?|backbones?|optimizers?|agents?|library|pipelines?"
    r"|approach|encoders?|decoders?|layers?|blocks?|modules?|loss|baselines?|policy|policies|system)\b",
    re.IGNORECASE,
)


def type_from_context(name: str, before: str, after: str) -> tuple[EntityType, float]:
    """The type that the words around an unknown name suggest, and how strongly (0 to 1).

    >>> type_from_context("FooBench", "We evaluate on ", " dataset.")[0]
    'Dataset'
    """
    if _DATASET_AFTER.match(after):
        return "Dataset", 0.9
    if _METHOD_AFTER.match(after):
        return "Method", 0.85
    if _BENCH_SHAPE.search(name):
        return "Dataset", 0.85
    if _DATASET_BEFORE.search(before):
        return "Dataset", 0.75
    if len(name) <= 8 and name.upper() == name and _METRIC_AFTER.match(after):
        return "Metric", 0.7
    if len(name) <= 12 and _METRIC_BEFORE.search(before):
        return "Metric", 0.6
    return "Method", 0.5
