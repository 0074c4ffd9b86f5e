"""The SVG of matplotlib in, the same picture out for any page: attributes in place of styles, and tooltips.

A page with a strict content security policy heeds no `style` attribute; all that matplotlib says there can be said by
attributes of their own (SVG 1.1, 6.1). What names the machine or the library goes: metadata, the document type, fonts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from kg.language import Language

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FONTS = (
    "'Helvetica Neue', 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Source Han Sans SC', "
    "'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif"
)
# What matplotlib's own style sheet says of everything.
_EVERYWHERE = {"stroke-linejoin": "round", "stroke-linecap": "butt", "font-family": _FONTS}


def cleaned(svg: str, *, title: str, titles: Mapping[str, str], language: Language) -> str:
    """The picture with a title, and with tooltips by the `id` of what they belong to."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(svg)  # matplotlib's own text: labels are escaped in it
    for parent in root.iter():
        for child in list(parent):
            if child.tag in (_tag("metadata"), _tag("style")):
                parent.remove(child)
    referred = set(re.findall(r"(?<=#)\w+", " ".join(value for each in root.iter() for value in _references(each))))
    for element in root.iter():
        _unstyle(element)
        if told := titles.get(element.get("id", "")):
            _tell(element, told)
            # A page may hold the picture twice, in two languages: what no other refers to needs no name of its own.
            element.set("class", element.attrib.pop("id").partition("-")[0])
        elif element.get("id") not in referred:
            element.attrib.pop("id", None)
    for name, value in {"role": "img", _XML_LANG: "zh-CN" if language == "zh" else "en", **_EVERYWHERE}.items():
        root.set(name, value)
    # Points are an inch's 72nd part everywhere but here, where they were pixels.
    for side in ("width", "height"):
        root.set(side, root.get(side, "").removesuffix("pt"))
    _tell(root, title)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _references(element: ElementTree.Element) -> tuple[str, str]:
    """Where an element refers to others: to the shape of its mark, to what clips it."""
    return element.get(f"{{{_XLINK}}}href", ""), element.get("clip-path", "")


def _unstyle(element: ElementTree.Element) -> None:
    """Turns the style of an element into attributes; the font is the picture's."""
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if value and name.strip() != "font-family":
            element.set(name.strip(), value.strip())
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]


def _tell(element: ElementTree.Element, title: str) -> None:
    """Gives an element a title, which browsers show as a tooltip and readers of screens read."""
    told = ElementTree.Element(_tag("title"))
    told.text = title
    element.insert(0, told)


def _tag(name: str) -> str:
    return f"{{{_SVG}}}{name}"
