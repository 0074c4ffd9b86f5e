"""Tags: what questions of the catalogue are about, with names in both languages; what is typed in, a tag out."""

from __future__ import annotations

from kg.errors import KgError
from kg.language import Text
from kg.naming.suggestions import did_you_mean

# In the order in which lists show them: the six kinds of things, then what is asked across them.
TAGS = {
    "platforms": Text("平台", "Platforms"),
    "regions": Text("地区", "Regions"),
    "events": Text("活动", "Events"),
    "agreements": Text("协议", "Agreements"),
    "programs": Text("计划", "Programs"),
    "actors": Text("主体", "Actors"),
    "documents": Text("文件", "Documents"),
    "indicators": Text("指标", "Indicators"),
    "time": Text("时间", "Time"),
    "districts": Text("各区", "Districts"),
    "belt-and-road": Text("“一带一路”", "Belt and Road"),
    "evidence": Text("证据", "Evidence"),
}


def tag_named(typed: str) -> str:
    """The tag that somebody typed, by itself or by its name in either language. Raises KgError for one that is none."""
    from kg.naming.names import fold

    names = {fold(name): tag for tag, text in TAGS.items() for name in (tag, *text)}
    if fold(typed) not in names:
        raise KgError(unknown_tag(typed))
    return names[fold(typed)]


def unknown_tag(typed: str) -> Text:
    """That there is no such tag, with the nearest ones, or all where none is near."""
    near = did_you_mean(typed.casefold(), [*TAGS, *(text.zh for text in TAGS.values())])
    zh, en = " ".join(text.zh for text in TAGS.values()), " ".join(TAGS)
    return Text(f"没有标签“{typed}”。{near.zh or f'可用：{zh}'}", f"no tag “{typed}”.{near.en or f' There are: {en}.'}")
