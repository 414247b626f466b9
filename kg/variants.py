"""Which name is a variant of which: ResNet-50 of ResNet, CIFAR-100 of CIFAR, Swin-T of Swin."""

import re

__all__ = ["variant_base"]

_SIZE = (
    r"tiny|small|base|large|huge|giant|nano|mini|micro|medium|pico|xs|xl|xxl|lite|turbo|pro|flash|max|plus|instruct|chat"
    r"|[TSMBLHG](?:/\d{1,2})?|\d+(?:\.\d+)?[BMbm]?|[vV]\d+(?:\.\d+)?|\+{1,2}"
)
_VARIANT = re.compile(rf"(?P<base>.*?[A-Za-z]{{2}}.*?)(?:[-_ ](?:{_SIZE})|(?:\d{{1,4}}|[vV]\d+(?:\.\d+)?|\+{{1,2}}))")
_MAX_LENGTH = 80
_LAST = re.compile(_SIZE)


def variant_base(name: str) -> str | None:
    """The name without its last size, number or version; None where it has none.

    >>> [variant_base(n) for n in ("ResNet-50", "CIFAR-100", "YOLOv8", "Swin-T", "BERT-large", "UNet++", "ImageNet")]
    ['ResNet', 'CIFAR', 'YOLO', 'Swin', 'BERT', 'UNet', None]
    >>> variant_base("Recall@7")
    'Recall'
    """
    if len(name) > _MAX_LENGTH or not name:
        return None
    # Most names end in a plain word, which the last part alone tells.
    if not name[-1].isdecimal() and name[-1] != "+" and not _LAST.fullmatch(name, max(map(name.rfind, "-_ ")) + 1):
        return None
    match = _VARIANT.fullmatch(name)
    if match is None:
        return None
    base = match.group("base").rstrip("-_ @")
    return base if base and base != name else None
