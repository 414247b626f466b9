"""What belongs to the page and not to a paper: menus, buttons, counters, advertisements, footers."""

import re

__all__ = ["is_navigation", "without_button"]

_WORDS = frozenset(
    (
        "subscribe|unsubscribe|subscribed|sign in|sign up|log in|login|log out|logout|register|join|search|menu|"
        "home|about|help|contact|"
        "contact us|blog|news|docs|documentation|pricing|models|datasets|spaces|community|enterprise|posts|"
        "solutions|papers|new|"
        "trending|trending papers|latest|latest papers|top|popular|recent|recent papers|archive|archives|daily "
        "papers|daily|weekly|"
        "monthly|today|yesterday|previous|next|prev|back|more|less|show more|show less|load more|read more|see "
        "more|view more|"
        "view all|see all|show all|expand|collapse|pdf|html|view pdf|view html|html (experimental)|view|download|"
        "download pdf|"
        "share|save|saved|cite|cite this|citation|citations|bookmark|copy|copy link|copied|follow|following|like|"
        "likes|upvote|"
        "upvotes|downvote|comment|comments|add comment|add a comment|reply|report|edit|code|paper|project page|"
        "project|website|"
        "tex source|other formats|bibtex|full text|full-text|abstract page|arxiv|arxiv page|view on arxiv|"
        "semantic scholar|"
        "google scholar|related papers|similar papers|references|cited by|related articles|library|ask ai|"
        "notifications|settings|"
        "profile|account|terms|privacy|tos|jobs|company|careers|press|legal|terms of service|terms of use|privacy "
        "policy|"
        "cookie policy|cookie settings|accept all|accept|reject all|decline|skip to main content|skip to content|"
        "skip to navigation|loading|"
        "loading...|filters|filter|sort|sort by|relevance|date|newest|oldest|all fields|advanced search|hide abstracts|"
        "show abstracts|show abstract|hide abstract|results per page|results|submit|go|ok|close|cancel|apply|"
        "clear|reset|open|"
        "open access|free access|access|permalink|print|email|rss|rss feed|atom|twitter|x|linkedin|facebook|"
        "reddit|mastodon|"
        "bluesky|github|youtube|discord|slack|hugging face|huggingface|alphaxiv|gotit.pub|dagshub|papers with "
        "code|openreview|"
        "dblp|orcid|inspire hep|nasa ads|export bibtex citation|bibtex formatted citation|data provided by|poster|"
        "slides|video|"
        "supplementary|supplemental|supplement|appendix|dataset|demo|oral|spotlight|advertisement|sponsored|"
        "promoted|ad|"
        "featured|editor's pick|editors' picks|hot|best|rising|all|all time|this week|this month|this year|last "
        "week|last month|"
        "past week|past month|list|grid|light|dark|theme|language|english|feedback|support|status|faq|faqs|sitemap|"
        "accessibility|web accessibility assistance|arxiv operational status|donate|access paper|access paper:|"
        "current browse context|"
        "change to browse by|submission history|export citation|quick links|topics|tags|keywords|collections|"
        "categories|"
        "resources|tools|api|developers|changelog|product|products|features|learn|watch|star|fork|stars|views|"
        "downloads|discussion|"
        "discuss|discussions|leaderboard|benchmarks|methods|tasks|libraries|sota|about us|contributors|"
        "publications|research|people|"
        "team|group|teaching|cv|bio|selected publications|all publications|preprints|conference papers|journal papers|"
        "newsletter|mailing list|loading…|untitled|get started|learn more|try it|try now|buy|cart|shop|view paper|"
        "view abstract|"
        "get pdf|get pdf at publisher|create alert|save to library|view on ieee|view via publisher|highly influential|"
        "2 excerpts|page|pages|paper page|explain|summarize|focus to learn more|bib|abs|anthology|alert|tldr|"
        "related articles|chat|notes|highlights|translate|listen|play|pause|mute"
    ).split("|")
)
_SHAPES = re.compile(
    r"(?:"
    r"[\W\d_]+|[\d.,]+\s?[kKmM]?"  # signs and counters
    r"|(?:[\W\d]*\b(?:previous|prev|next|first|last|page|of)\b){1,6}[\W\d]*"
    r"|[\d.,]+[kK]?\s(?:comments?|upvotes?|likes?|citations?|views?|replies|reply|points?|stars?|results?|papers?|"
    r"pages?|"
    r"items?|entries|forks?|downloads?|followers?|votes?|excerpts?|reads?|min read|minutes? read|shares?|"
    r"articles?|references?|"
    r"(?:days?|hours?|minutes?|weeks?|months?|years?) ago|repositories|implementations?|code implementations?|"
    r"datasets?|models?)"
    r"|(?:showing|displaying|results?|viewing|items?|total of|entries)\b[^.]{0,40}\d[^.]{0,80}"
    r"|(?:cited by|all|view|read|see|show|hide|load|more|upvotes?|comments?|likes?|replies|citations?|score|rank|"
    r"votes?)[\s:(+-]{0,3}[\d.,]+\)?"
    r"(?:\s\w+){0,3}"
    r"|.{0,80}©.{0,200}|(?:\(c\)|copyright\b.{0,12}\d{4}|all rights reserved).{0,200}"
    r"|.{0,100}\ball rights reserved\b.{0,60}"
    r"|(?:submitted|posted|shared|curated|powered|built|made|maintained|uploaded|recommended|added|selected|"
    r"hosted|liked|upvoted) by\b.{0,80}"
    r"|by\s?@?ak\b.{0,60}"
    r"|\[[a-z ,/()-]{2,60}\](?:\s?\[[a-z ,/()-]{2,60}\]){0,9}"  # [pdf, other] [bibtex]
    r"|(?:view|show|see|read|download|get|open|browse|load|hide|access)\s(?:\S+\s){0,4}?(?:pdf|html|abstracts?|"
    r"papers?|arxiv|more|all|full text|"
    r"paper|article|code|github|results|comments|publisher|archive|version|details)\b.{0,30}"
    r"|[\W\d]*(?:view email|why\?|what is this\??|new!|beta|△ less|▽ more)[\W\d]*"
    r"|(?:toggle|skip to|jump to|go to|back to (?:top|home|list|search|results|all|papers|the (?:list|top|results|"
    r"homepage))|switch to|sort(?:ed)? by|filter(?:ed)? by|search (?:papers|all|this|our)|return to)\b.{0,60}"
    r"|(?:welcome(?: back| to)?\b|share this\b|upload (?:a |your )?papers?|you(?:'ve| have) reached|end of (?:the "
    r")?(?:list|results|page)|"
    r"that's all|week of\b|no more\b|stay (?:informed|updated|tuned|up to date)|your (?:\w+ )?(?:list|papers|"
    r"library|feed|searches|results)|"
    r"(?:my|our) (?:\w+ )?(?:papers|list|library|reading list|collection)|(?:machine learning|ai|research|papers?|"
    r"science|ml|nlp) (?:weekly|daily|digest|"
    r"news(?:letter)?|roundup|highlights)|papers? (?:of|from|for) (?:the|this|last) (?:day|week|month|year)|top "
    r"(?:\d+ )?papers\b|"
    r"(?:most|recently) (?:viewed|cited|read|recent|popular|added|published)|saved (?:papers|items)|results for:? "
    r".{1,40})\b.{0,40}"
    r"|loading\b.{0,20}|search v\d.{0,60}|(?:submissions to|received from|announcement date|submission "
    r"date)\b.{0,90}|\d* ?results per page.{0,40}"
    r")",
    re.IGNORECASE,
)
_TELLTALES = re.compile(
    r"\b(?:your (?:e-?mail|inbox|browser|account|feed|password|cart|library)|in your inbox|newsletter|"
    r"cookies?\b.{0,60}\b(?:use|accept|"
    r"policy|experience|consent)|we use cookies|uses cookies|enable javascript|sign(?:ed)? (?:up|in) (?:to|with|"
    r"for|or)\b|log(?:ged)? in (?:to|with|or)\b|follow us|"
    r"subscribe (?:to|for|now)|terms of (?:service|use)|(?:our|and|&|\|) privacy policy|click here|trending "
    r"papers|thank you for|join (?:us|our|the (?:community|discussion|"
    r"conversation))|our (?:newsletter|community|sponsors|mailing list|privacy|terms|website uses)|support(?:ed "
    r"by)? the simons foundation|"
    r"get (?:the )?(?:latest|daily|weekly|trending|new|notified|started|updates)|delivered (?:daily|weekly|"
    r"straight|right|to)|every (?:morning|"
    r"day|week|monday)\b.{0,30}\b(?:inbox|mail)|stay up to date|arxivlabs|feedback\?|provide feedback|we "
    r"gratefully acknowledge support|"
    r"help \| advanced|comments?, replies|browse (?:context|by|papers|all)|paper(?:s)? of the (?:day|week|month)|"
    r"papers? selected|"
    r"curated (?:by|list)|hugging face is way more fun|upload(?:ed)? your|submit (?:a|your) paper|add (?:a|your) "
    r"paper|read by)\b",
    re.IGNORECASE,
)
#: A button's label at the head of a title that was copied with it ("SubscribeVery Deep ...").
_BUTTONS = re.compile(
    r"(?P<sure>Subscribed?|Unsubscribe|Sign[ -]?[Uu]p|Sign[ -]?[Ii]n|Log[ -]?[Ii]n|Log[ -]?[Oo]ut|Load more|Show "
    r"more|Read more|See more|View PDF|"
    r"View all|Download PDF|Register|Submit|Add comment|Follow us|Get started|Learn more|Upvote\s?\d*|Newsletter|"
    r"Get notified|Notify me)"
    r"|(?P<unsure>Follow(?:ing)?|Search|Share|Save|Like|Join|Menu|Filter|Sort|Download|Next|Previous|Back|Close|"
    r"Go|New|Trending|"
    r"Papers|Home|Login|Vote|Bookmark|Cite|Copy|PDF|HTML|Apply|Reset|Comments?|Today|Latest|Top|Email|Send|OK|More)"
)
_GLUED_WORD = re.compile(r"(?:[A-Z][a-z]{1,20}|A|An|I)(?:[-\s,]|$)|[A-Z][A-Za-z0-9-]{1,20}:?\s|\d[\w-]{0,10}\s|[\"“$(]")
_COUNTED = re.compile(r"\b(?:cited by|all)\s\d+(?:\sversions?)?|\b\d+\s(?:citations?|versions?|excerpts?)")
_LONGEST = 40


def is_navigation(text: str) -> bool:
    """Whether a line is part of the page around the papers.

    >>> [is_navigation(t) for t in ("Subscribe", "Previous 1 2 3 Next", "© 2025 Example", "Deep Learning")]
    [True, True, True, False]
    """
    bare = text.strip(" ·•|›»←→↗×▲▼△▽…").strip()
    if not bare or bare.lower().rstrip(":") in _WORDS:
        return True
    words = bare.split()
    if len(words) <= _LONGEST and _SHAPES.fullmatch(bare):
        return True
    if len(words) <= _LONGEST and _TELLTALES.search(bare):
        return True
    # A whole menu in one line: "Home Papers Blog Sign In".
    return 2 <= len(words) <= 20 and _is_menu(bare.lower())


def _is_menu(text: str) -> bool:
    """Whether a line is made of menu entries only."""
    words = _COUNTED.sub(" ", text.replace("|", " ").replace("·", " ").replace("•", " ")).split()
    place = 0
    while place < len(words):
        for size in (3, 2, 1):
            if " ".join(words[place : place + size]) in _WORDS and place + size <= len(words):
                place += size
                break
        else:
            return False
    return len(words) > 1


def without_button(title: str, page_words: frozenset[str]) -> str:
    """A title without the label of the button before it.

    What the page has elsewhere too (`page_words`, folded) is a name that begins as a label does.

    >>> without_button("SubscribeVery Deep Networks", frozenset())
    'Very Deep Networks'
    >>> without_button("ShareGPT: Talking Heads", frozenset())
    'ShareGPT: Talking Heads'
    >>> without_button("SearchFormer for Chess", frozenset({"searchformer"}))
    'SearchFormer for Chess'
    """
    match = _BUTTONS.match(title)
    if match is None:
        return title
    rest = title[match.end() :]
    if match.group("sure") and rest[:1].islower() and rest.split()[0].strip(".,:;").lower() in page_words:
        return rest  # a name that is written small, and that the abstract has too
    if not rest[:1] or not (rest[0].isupper() or rest[0].isdigit() or rest[0] in '"“$('):
        return title
    glued = title[: match.end() + len(rest.split()[0])].split()[-1]
    if glued.strip(".,:;!?()\"'“”").lower() in page_words:
        return title
    if match.group("sure"):
        return rest
    return rest if ":" not in glued and _GLUED_WORD.match(rest) and _is_word(rest) else title


def _is_word(rest: str) -> bool:
    """Whether a title that begins here begins with a word of its own, not with the second half of a name."""
    first = rest.split()[0].strip(',;"“$()')
    return first in ("A", "An", "I", "On", "In") or (
        len(first) > 2 and first[0].isupper() and first[1:].islower() and len(rest.split()) >= 3
    )
