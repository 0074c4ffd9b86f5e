"""A page in a browser without a network: it draws, finds, shows and switches, and whatever a label says stays text."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from conftest import at_hand
from playwright.sync_api import Browser, Page, sync_playwright
from test_drawing import ENTITIES, ID, PASSAGES, hubs, small  # noqa: F401 - a fixture

from kg.cli import outline_page
from kg.cli.outline import Heading, Paragraph
from kg.drawing import draw, picture_of_graph, picture_of_network
from kg.drawing.layout import layout
from kg.drawing.page import page
from kg.drawing.picture import Edge, Node, Picture, Statement, Tie
from kg.graph import Graph
from kg.language import Text

DESKTOP, PHONE = (1280, 800), (390, 844)
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{3,}")


# Waits until so many frames have passed without a drawing: on a busy machine frames are few, and an animation is long.
SETTLED = """(enough) => new Promise((done, fail) => {
  const begun = performance.now();
  let [drawn, frames] = [picture.drawnAt(), 0];
  const look = () => {
    frames = drawn > 0 && drawn === picture.drawnAt() ? frames + 1 : 0;
    drawn = picture.drawnAt();
    if (frames >= enough) done();
    else if (performance.now() > begun + 60000) fail("it never comes to rest");
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


class Opened:
    """A page in the browser, with all that it said and asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.context.on("request", lambda request: self.requests.append(request.url))

    def settle(self, frames: int = 12) -> None:
        self.page.evaluate(SETTLED, frames)

    def click_node(self, iri: str) -> None:
        self._click(self.page.evaluate("iri => picture.nodeAt(iri)", iri))

    def click_edge(self, source: str, target: str) -> None:
        self._click(self.page.evaluate("([source, target]) => picture.edgeAt(source, target)", [source, target]))

    def _click(self, place: dict[str, float]) -> None:
        stage = self.page.locator("#stage").bounding_box()
        assert stage
        self.page.mouse.click(stage["x"] + place["x"], stage["y"] + place["y"])
        self.settle(3)

    def find(self, text: str) -> list[str]:
        self.page.fill("#search", text)
        return [hit.strip().splitlines()[0] for hit in self.page.locator("#hits li").all_inner_texts()]

    def switch(self, language: str) -> None:
        self.page.click(f"[data-language={language}]")
        self.settle(3)

    @property
    def details(self) -> str:
        return "\n".join(filter(None, self.page.locator("#details").inner_text().split("\n")))

    @property
    def labels(self) -> list[dict]:
        return self.page.evaluate("picture.labels()")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = at_hand(
        next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None),
        "no Chromium on the PATH: install Debian's chromium",
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def whole(graph: Graph) -> Picture:
    """The picture of the project's own graph."""
    return picture_of_graph(graph)


# Places for a thousand nodes take seconds, and are the same in both languages.
places = cache(layout)


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a picture in a browser that has no network."""
    contexts = []

    def open_page(picture: Picture, size: tuple[int, int] = DESKTOP, language: str = "zh") -> Opened:
        file = tmp_path / "page.html"
        file.write_text(page(picture, places(picture), language), encoding="utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.goto(file.as_uri())
        opened.settle()
        return opened

    yield open_page
    for context in contexts:
        context.close()


INK = """() => {
  const canvas = document.querySelector("canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0;
  for (let at = 3; at < pixels.length; at += 4) drawn += pixels[at] > 0;
  return drawn;
}"""


def test_a_page_draws_without_a_word_and_without_a_request(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    assert opened.page.evaluate(INK) > 2000
    assert opened.page.title() == "创新图谱"
    assert {label["text"].replace("\n", "") for label in opened.labels} == {
        "中国", "浙江", "宁波", "仪器共用网", "联合实验室",
    }  # fmt: skip
    assert opened.said == []
    assert len(opened.requests) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("浙", "浙江"),
        ("宁波", "宁波"),
        ("共用", "仪器共用网"),
        ("共享网", "仪器共用网"),
        ("zhe", "浙江"),
        ("ＪＯＩＮＴ", "联合实验室"),
        ("jointlab", "联合实验室"),
        (" 联 合 ", "联合实验室"),
    ],
    ids=["one character", "two characters", "inside", "alias", "English", "full width", "no space", "spaces"],
)
def test_search_finds_in_both_languages_and_enter_shows(open_page, small: Graph, typed: str, found: str):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    assert opened.find(typed) == [found]
    opened.page.press("#search", "Enter")
    assert opened.page.locator("#details h2").inner_text() == found


def test_escape_after_a_search_opens_nothing(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    opened.find("浙江")
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#hits").is_hidden()
    assert opened.page.input_value("#search") == "浙江"
    assert opened.page.locator("#details").is_hidden()


# Whether a node stands on the stage and clear of the card with its details.
IN_VIEW = """(name) => {
  const stage = document.querySelector("#stage").getBoundingClientRect();
  const card = document.querySelector("#details").getBoundingClientRect();
  const at = picture.nodeAt(name);
  const [x, y] = [stage.left + at.x, stage.top + at.y];
  const within = (box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
  return within(stage) && !within(card);
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_found_comes_into_view_with_its_neighbours(open_page, graph: Graph, size: tuple[int, int]):
    links = graph.network("platforms-provinces")
    opened = open_page(picture_of_network(links, Text("网络", "Network")), size)
    opened.find("云南")
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert len(links[ID + "yunnan"]) > 5
    for node in (ID + "yunnan", *links[ID + "yunnan"]):
        assert opened.page.evaluate(IN_VIEW, node), node


def test_search_says_when_there_is_nothing_and_lists_all_by_the_arrow_key(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    assert opened.find("无此名") == ["没有找到"]
    opened.page.fill("#search", "")
    opened.page.press("#search", "ArrowDown")
    assert opened.page.locator("#hits li").count() == 5
    opened.page.press("#search", "Enter")
    assert opened.page.locator("#details").is_visible()
    opened.page.press("#search", "Escape")
    assert opened.page.locator("#details").is_hidden()


def test_a_click_on_a_node_shows_its_statements_with_their_passages(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    opened.click_node(ID + "net")
    assert opened.details.split("\n") == [
        "×", "设施共享平台", "仪器共用网",
        "陈述", "阶段", "运行中", "2018:33", "仪器数", "超过45262台", "2018:34",
        "由此出发的联系", "服务于", "浙江", "2018:9", "2018:33", "解读：据名称推定",
        ID + "net",
    ]  # fmt: skip
    titles = opened.page.locator("#details .passage").evaluate_all("all => all.map(each => each.title)")
    assert "2018 年报告第 33 行" in titles


def test_a_click_on_an_edge_shows_what_is_stated_and_where(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small), language="en")
    opened.click_edge(ID + "net", ID + "zhejiang")
    assert opened.details.split("\n") == [
        "×", "Instrument network", "Instrument network → Zhejiang",
        "Statements", "serves", "Zhejiang", "2018:9", "2018:33", "reading: taken from a name",
    ]  # fmt: skip
    opened.click_edge(ID + "zhejiang", ID + "china")
    assert "curators" in opened.details


def texts(opened: Opened) -> str:
    """All that the page says in words: text, titles, names for screen readers, and the labels of the picture."""
    said = opened.page.evaluate(
        """() => [document.title, document.body.innerText, ...[...document.querySelectorAll("body *")].flatMap((each) =>
          ["title", "aria-label", "placeholder"].map((name) => each.getAttribute(name) || ""))].join("\\n")"""
    )
    said += "\n".join(label["text"] for label in opened.labels)
    for same in ("语言 Language", "中文", "English", ID):  # they are there in both languages
        said = said.replace(same, "")
    return said


@pytest.mark.parametrize("shown", ["node", "edge", "hits"])
def test_the_switch_switches_everything(open_page, small: Graph, shown: str):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    if shown == "node":
        opened.click_node(ID + "net")
    elif shown == "edge":
        opened.click_edge(ID + "net", ID + "zhejiang")
    for language, foreign in (("en", HAN), ("zh", WORD), ("en", HAN)):
        opened.switch(language)
        if shown == "hits":
            opened.find("")
            opened.page.press("#search", "ArrowDown")
        assert opened.page.evaluate("document.documentElement.lang")[:2] == language
        said = re.sub(r"^net$", "", texts(opened), flags=re.MULTILINE)
        assert foreign.findall(said) == []


def test_the_legend_hides_and_shows_a_class(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    platform = opened.page.locator("#legend button", has_text="平台")
    assert platform.get_attribute("aria-pressed") == "true"
    platform.click()
    opened.settle()
    assert platform.get_attribute("aria-pressed") == "false"
    assert {label["text"] for label in opened.labels} == {"中国", "浙江", "宁波"}
    assert opened.find("仪器")  # what is hidden can be found, and shows again
    opened.page.press("#search", "Enter")
    assert platform.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("hidden", ["平台", "地区"])
def test_details_go_with_the_class_that_holds_either_end_of_an_edge(open_page, small: Graph, hidden: str):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    opened.click_edge(ID + "net", ID + "zhejiang")
    assert opened.page.locator("#details").is_visible()
    opened.page.locator("#legend button", has_text=hidden).click()
    opened.settle()
    assert opened.page.locator("#details").is_hidden()


# --- What labels may not do

HOSTILE = [
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 2</script>",
    '<img src=x onerror="window.pwned = 3">',
    '"><svg onload="window.pwned = 4">',
    "'-alert(5)-'",
    "javascript:alert(6)",
    '<a href="javascript:alert(7)">href</a>',
    '<a href="http://127.0.0.1:9/8">here</a>',
    "{{ 7 * 7 }}{% raw %}",
    "${alert(10)}",
    "</title><script>alert(11)</script>",
    "<!--<script>",
    "]]><script>alert(13)</script>",
    "\u2028alert(14)\u2029",
    "<style>@import 'http://127.0.0.1:9/15'</style>",
    '<iframe src="http://127.0.0.1:9/16"></iframe>',
    "<base href='http://127.0.0.1:9/'>",
    "\u202e<b>gnp.exe</b>\u202c",
    "&lt;script&gt;alert(19)&lt;/script&gt;",
    "__proto__",
]


def test_twenty_hostile_labels_stay_text(open_page):
    texts_ = [Text(each, each + "。") for each in HOSTILE]
    nodes = tuple(
        Node(each.zh, each, each, each, 1, (Statement(each, each, (each.zh,)),), (each.zh,)) for each in texts_
    )
    edges = tuple(Edge(one.iri, other.iri, (Tie(one.label, (one.iri,)),)) for one, other in pairwise(nodes))
    opened = open_page(Picture(Text(HOSTILE[1], HOSTILE[10]), nodes, edges))
    elements = "() => document.querySelectorAll('script, img, svg, iframe, base, style, a, link').length"
    before = opened.page.evaluate(elements)
    for payload in HOSTILE:
        opened.click_node(payload)
        for language in ("en", "zh"):
            opened.switch(language)
    for one, other in pairwise(HOSTILE):
        opened.click_edge(one, other)
    opened.find("script")
    opened.page.press("#search", "Enter")
    assert opened.page.locator("#details h2").inner_text() in HOSTILE
    assert opened.page.title() == HOSTILE[1]
    assert opened.page.evaluate("window.pwned === undefined")
    assert opened.page.evaluate(elements) == before
    assert opened.said == []
    assert len(opened.requests) == 1


# --- How it looks


def overlapping(labels: list[dict]) -> list[tuple[str, str]]:
    def meet(one: dict, other: dict) -> bool:
        across = one["left"] < other["right"] and other["left"] < one["right"]
        return across and one["top"] < other["bottom"] and other["top"] < one["bottom"]

    return [(one["text"], other["text"]) for at, one in enumerate(labels) for other in labels[:at] if meet(one, other)]


# How many pixels of ink the canvas has inside a box: a label that claims a place without being drawn has none.
INK_INSIDE = """(box) => {
  const canvas = document.querySelector("canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom].map((each) => Math.round(each * ratio));
  const pixels = canvas.getContext("2d").getImageData(left, top, right - left, bottom - top).data;
  let dark = 0;
  for (let at = 0; at < pixels.length; at += 4) dark += pixels[at + 3] > 200 && pixels[at] < 90;
  return dark;
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("size", "least"), [(DESKTOP, 20), (PHONE, 12)], ids=["desktop", "phone"])
@pytest.mark.parametrize("of", ["the graph", "hubs"])
def test_no_two_of_the_thirty_largest_labels_overlap(
    open_page, whole: Picture, of: str, size: tuple[int, int], least: int, language: str
):
    opened = open_page(whole if of == "the graph" else hubs(150), size, language)
    largest = [label for label in opened.labels if label["rank"] < 30]
    assert len(largest) >= least
    assert overlapping(opened.labels) == []
    stage = opened.page.locator("#stage").bounding_box()
    assert stage
    for label in largest:
        assert label["left"] >= 0
        assert label["top"] >= 0
        assert label["right"] <= stage["width"]
        assert label["bottom"] <= stage["height"]
        assert opened.page.evaluate(INK_INSIDE, label) > 10


# The colours 1.5 pixels left of the middle of each node that stands on the stage.
COLOURS = """(names) => {
  const canvas = document.querySelector("canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const context = canvas.getContext("2d");
  return names.map((name) => {
    const { x, y } = picture.nodeAt(name);
    return [...context.getImageData(Math.round((x - 1.5) * ratio), Math.round(y * ratio), 1, 1).data].slice(0, 3);
  });
}"""


def test_every_node_of_a_large_graph_shows_its_colour_at_first_view(open_page, whole: Picture):
    opened = open_page(whole)
    colours = opened.page.evaluate(COLOURS, [node.iri for node in whole.nodes])
    coloured = [max(colour) - min(colour) > 12 for colour in colours]  # neither paper nor a grey edge
    assert len(coloured) > 1000
    assert sum(coloured) / len(coloured) > 0.85  # labels stand over some


def test_labels_keep_apart_at_every_zoom(open_page, whole: Picture):
    opened = open_page(whole)
    for button in ("#closer", "#closer", "#whole", "#farther", "#farther"):
        opened.page.click(button)
        opened.settle()
        assert overlapping(opened.labels) == []


def test_two_layers_are_named_on_their_outer_sides(open_page):
    network = nx.complete_bipartite_graph(5, 6)
    for number in network:
        side = Text("平台", "Platform") if number < 5 else Text("省份", "Province")
        network.nodes[number].update(kind=side, label=Text(f"{side.zh}{number}", f"{side.en} {number}"))
    for size in (DESKTOP, PHONE):
        opened = open_page(picture_of_network(network, Text("网络", "Network")), size)
        labels = {int(label["name"]): label for label in opened.labels}
        assert len(labels) == 11
        for number, label in labels.items():
            at = opened.page.evaluate("name => picture.nodeAt(name).x", str(number))
            assert label["right"] < at if number < 5 else label["left"] > at


def test_a_page_follows_the_window_and_the_colours_of_the_reader(open_page, small: Graph):  # noqa: F811
    opened = open_page(picture_of_graph(small))
    opened.page.emulate_media(color_scheme="dark")
    opened.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    opened.settle()
    assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 31)"
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert len(opened.labels) == 5
    assert opened.said == []


def test_two_thousand_nodes_are_still_within_a_second(browser: Browser, tmp_path: Path):
    """From navigation to the last drawing. Where other work keeps the processors, the page's own time decides.

    Once is enough: what else the machine does can only add.
    """
    file = tmp_path / "page.html"
    file.write_text(draw(hubs(2000)), encoding="utf-8")
    at_work = "PYTEST_XDIST_WORKER" in os.environ
    tried = []
    for _ in range(6):
        waited, worked = seconds_to_draw(browser, file)
        tried.append(f"waited {waited:.2f}, worked {worked:.2f}")
        if (worked if at_work or os.getloadavg()[0] > 1 else waited) < 1:
            return
    pytest.fail("; ".join(tried))


def seconds_to_draw(browser: Browser, file: Path) -> tuple[float, float]:
    """How long a page takes until it is still: by the clock, and in processor time of its main thread."""
    page = browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_timeout(1500)
    metrics = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    drawn = page.evaluate("picture.drawnAt()") / 1000
    page.close()
    return drawn, metrics["ThreadTime"]


def test_a_description_as_a_page_shows_one_language_at_a_time(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "thing.html"
    outline = {"zh": [Heading("浙江", "Zhejiang", 1)], "en": [Heading("Zhejiang", "浙江", 1), Paragraph("<b>text</b>")]}
    file.write_text(outline_page.page(outline, "en"), encoding="utf-8")
    page = browser.new_page(offline=True)
    opened = Opened(page)
    page.goto(file.as_uri())
    assert page.locator("main:visible").inner_text().split() == ["Zhejiang", "浙江", "<b>text</b>"]
    page.click("label[for=zh]")
    assert page.locator("main:visible").inner_text().split() == ["浙江", "Zhejiang"]
    assert (opened.said, opened.requests) == ([], [file.as_uri()])
    page.close()
