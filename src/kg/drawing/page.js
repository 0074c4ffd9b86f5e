"use strict";

/* The page: what stands in #data is drawn with vis-network, which also turns gestures into zooms, drags and clicks;
   edges and labels are drawn beneath and above it (edges.js, labels.js), and legend, search, details and languages are
   wired to it here. Texts come as [zh, en], and enter the page through textContent or the canvas only. */

(() => {
  const HITS = 40;
  const LEAST_RADIUS = 2.2; // of a node, in pixels of the screen, while the whole picture is in view

  const element = (id) => document.getElementById(id);
  const data = JSON.parse(element("data").textContent);
  const nodes = data.nodes;
  const edges = data.edges;
  const order = nodes.map((node) => node.id).sort((one, other) => nodes[other].size - nodes[one].size || one - other);
  const rank = new Map(order.map((id, place) => [id, place]));
  const joined = new Set(edges.map((edge) => edge.from + ">" + edge.to));
  const touching = nodes.map(() => []);
  for (const edge of edges) for (const end of new Set([edge.from, edge.to])) touching[end].push(edge.id);

  const stage = element("stage");
  const details = element("details");
  const search = element("search");
  const hits = element("hits");
  const languages = document.querySelectorAll("[data-language]");
  const hiddenKinds = new Set();
  let language = data.language;
  let chosen = null; // {node: id} or {edge: id}
  let hovered = null; // {node: id} or {edge: id}, under the pointer
  let active = -1;
  let home = true; // the whole picture is in view, as fit() left it
  let portrait = null;
  let unit = 1; // sizes are drawn times this, so that nodes look alike in a large picture and in a small one
  let look = null;
  let placed = { key: "", labels: [] };
  const states = nodes.map(() => "lit"); // lit, dim or hidden
  let lines = [];
  let drawnAt = 0;

  const word = (name) => WORDS[language][name];
  const said = (text) => text[language === "zh" ? 0 : 1];
  const visible = (id) => id in nodes && !hiddenKinds.has(nodes[id].kind);
  const endsOf = (at) => ("edge" in at ? [edges[at.edge].from, edges[at.edge].to] : [at.node]);

  /* Drawing ------------------------------------------------------------------------------------------------------ */

  function readLook() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const family = getComputedStyle(document.body).fontFamily;
    look = { family, hues: data.kinds.map((kind) => colour(`--hue-${kind.hue}`)) };
    for (const name of ["paper", "ink", "soft", "edge", "accent"]) look[name] = colour(`--${name}`);
  }

  /* What pyvis set, in the colours of the page. Rims are as wide on the screen at every zoom. */
  function options() {
    const groups = look.hues.map((hue, kind) => {
      const rim = { background: hue, border: look.ink };
      return [`kind-${kind}`, { color: { background: hue, border: look.paper, highlight: rim, hover: rim } }];
    });
    const drawn = { ...data.options, groups: Object.fromEntries(groups) };
    drawn.nodes = { shape: "dot", borderWidth: 1, borderWidthSelected: 3, ...data.options.nodes };
    return drawn;
  }

  function placedNode(node) {
    const [x, y] = place(node);
    return { id: node.id, group: `kind-${node.kind}`, x, y, size: node.size * unit };
  }

  /* Hands to vis-network which nodes have become lit, dimmed or hidden, and gathers the edges to draw. */
  function paint() {
    const lit = litNodes();
    const stateOf = ({ id }) => (visible(id) ? (!lit || lit.has(id) ? "lit" : "dim") : "hidden");
    const changed = nodes.filter((node) => states[node.id] !== stateOf(node));
    for (const node of changed) states[node.id] = stateOf(node);
    shownNodes.update(changed.map(({ id }) => {
      return { id, hidden: states[id] === "hidden", opacity: states[id] === "dim" ? 0.13 : 1 };
    }));
    network.selectNodes(chosen && "node" in chosen ? [chosen.node] : [], false);
    trackEdges();
    placed.key = "";
    network.redraw();
  }

  /* The lines to draw: dimmed ones first, and whatever is chosen or under the pointer last. */
  function trackEdges() {
    const styles = [
      { colour: look.edge, opacity: 0.18, wider: 0 }, // something else is chosen
      { colour: look.edge, opacity: 0.8, wider: 0 },
      { colour: look.soft, opacity: 1, wider: 0.8 }, // chosen, or tied to what is chosen
      { colour: look.accent, opacity: 1, wider: 0.8 }, // under the pointer
    ];
    const levelOf = ({ id, from, to }) => {
      if (hovered && hovered.edge === id) return 3;
      if (!chosen) return 1;
      return ("edge" in chosen ? chosen.edge === id : from === chosen.node || to === chosen.node) ? 2 : 0;
    };
    const ends = nodes.map((node) => ({ x: place(node)[0], y: place(node)[1], radius: node.size * unit }));
    lines = edges.filter(({ from, to }) => visible(from) && visible(to)).map((edge) => {
      const level = levelOf(edge);
      const width = (edge.width + styles[level].wider) * unit;
      const both = joined.has(edge.to + ">" + edge.from);
      const [from, to] = [ends[edge.from], ends[edge.to]];
      const arrow = edge.arrows === "to";
      return { id: edge.id, from, to, both, level, width, arrow, dashes: edge.dashes, style: styles[level] };
    });
    lines.sort((one, other) => one.level - other.level || one.dashes - other.dashes || one.width - other.width);
  }

  /* Which nodes stand out: the chosen one and what is tied to it, or the ends of the chosen edge; null means all. */
  function litNodes() {
    if (!chosen) return null;
    if ("edge" in chosen) return new Set(endsOf(chosen));
    return new Set([chosen.node, ...touching[chosen.node].flatMap((id) => [edges[id].from, edges[id].to])]);
  }

  function place(node) {
    return portrait ? node.tall : [node.x, node.y];
  }

  /* Where some nodes are in view, with room for the labels at their rim, in a stage of this width and height. */
  function viewOf(shown, width, height) {
    const points = shown.map(place);
    const [xs, ys] = [points.map((point) => point[0]), points.map((point) => point[1])];
    const [left, right, top, bottom] = [least(xs), -least(xs.map((x) => -x)), least(ys), -least(ys.map((y) => -y))];
    const rim = data.layered ? width * 0.27 : Math.min(76, width * 0.1);
    const scale = Math.min((width - 2 * rim) / (right - left || 1), (height - 84) / (bottom - top || 1), 1.4);
    return { position: { x: (left + right) / 2, y: (top + bottom) / 2 + 6 / scale }, scale };
  }

  function wholeView() {
    const shown = nodes.filter((node) => visible(node.id));
    return viewOf(shown.length ? shown : nodes, stage.clientWidth, stage.clientHeight);
  }

  function fit() {
    network.moveTo(wholeView());
    home = true;
    placed.key = "";
  }

  function least(numbers) {
    return numbers.reduce((smallest, number) => Math.min(smallest, number), Infinity);
  }

  function moving() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return still ? false : { duration: 420, easingFunction: "easeInOutCubic" };
  }

  /* Chooses the wide or the tall layout and how large nodes are drawn, as the window asks. */
  function turn() {
    portrait = stage.clientHeight > stage.clientWidth;
    const { scale } = wholeView();
    const alike = Math.min(1.4, Math.max(0.5, 0.64 / scale));
    unit = Math.max(alike, LEAST_RADIUS / (nodes[order[order.length - 1]].size * scale));
  }

  function arrange() {
    const before = [portrait, unit];
    turn();
    if (portrait !== before[0] || unit !== before[1]) {
      shownNodes.update(nodes.map(placedNode));
      trackEdges();
      placed.key = "";
    }
    if (home || portrait !== before[0]) fit();
  }

  function recolour() {
    readLook();
    network.setOptions(options());
    shownNodes.update(nodes.map(placedNode));
    paint();
  }

  /* Labels: drawn over the network in screen pixels, so that their size does not change with the zoom. */
  function labels() {
    const scale = network.getScale();
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    const { clientWidth: width, clientHeight: height } = stage;
    const narrow = width < 600;
    const room = data.layered ? besideLayers(scale, origin) : narrow ? 92 : 150;
    const stays = home && [origin.x.toFixed(), origin.y.toFixed()];
    const key = [scale.toFixed(3), language, portrait, room, stays].join();
    if (placed.key === key) return placed.labels;
    const lit = litNodes();
    const discs = nodes.filter((node) => visible(node.id)).map((node) => {
      const [x, y] = place(node);
      return { id: node.id, x: x * scale, y: y * scale, radius: node.size * unit * scale };
    });
    const discOf = new Map(discs.map((disc) => [disc.id, disc]));
    const asked = order.filter((id) => discOf.has(id) && (!lit || lit.has(id)));
    if (chosen && "node" in chosen) asked.sort((one, other) => (other === chosen.node) - (one === chosen.node));
    const items = asked.map((id, index) => ({
      ...discOf.get(id), text: said(nodes[id].names), rank: index,
      side: data.layered ? (nodes[id].layer ? 1 : -1) : 0, // names stand outside their layer
      strong: lit ? index === 0 && "node" in chosen : !data.layered && index < (narrow ? 5 : 8),
    }));
    const bounds = home && { left: 4 - origin.x, top: 2 - origin.y };
    if (bounds) Object.assign(bounds, { right: bounds.left + width - 8, bottom: bounds.top + height - 4 });
    const found = placeLabels(stage.querySelector("canvas").getContext("2d"), items, discs, {
      family: look.family, size: narrow ? 11.5 : 12.5, width: room,
      wanted: 30, most: Math.max(30, (width * height) / 6500), bounds,
    });
    placed = { key, labels: found };
    return found;
  }

  /* How wide a name may be that stands left of the first layer and is to be seen whole. */
  function besideLayers(scale, origin) {
    const most = stage.clientWidth * 0.25;
    return Math.round(Math.max(90, Math.min(most, origin.x + scale * least(nodes.map((node) => place(node)[0])) - 24)));
  }

  function drawLabels(context) {
    const canvas = context.canvas;
    const ratio = canvas.width / canvas.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const shown = labels();
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = look.paper;
    context.fillStyle = look.ink;
    const under = hovered && visible(hovered.node) ? hovered.node : null;
    for (const label of shown) if (label.id !== under) write(context, label, origin);
    if (under !== null) drawHovered(context, nodes[under], origin);
    context.restore();
  }

  function write(context, label, origin) {
    context.font = label.font;
    context.textAlign = { "-1": "right", 0: "center", 1: "left" }[label.side];
    const x = origin.x + { "-1": label.right, 0: (label.left + label.right) / 2, 1: label.left }[label.side];
    label.lines.forEach((line, index) => {
      const y = origin.y + label.top + (index + 0.5) * label.lineHeight;
      context.strokeText(line, x, y);
      context.fillText(line, x, y);
    });
  }

  /* The whole name of the node under the pointer, on a card of its own. */
  function drawHovered(context, node, origin) {
    const scale = network.getScale();
    const [x, y] = place(node).map((value) => value * scale);
    context.font = `600 13px ${look.family}`;
    const { lines, width: across } = wrapped(context, said(node.names), 240, 4);
    const width = across + 18;
    const height = lines.length * 18 + 10;
    const left = Math.max(4, Math.min(origin.x + x - width / 2, stage.clientWidth - width - 4));
    let top = origin.y + y + node.size * unit * scale + 6;
    if (top + height > stage.clientHeight) top = origin.y + y - node.size * unit * scale - 6 - height;
    context.fillStyle = look.ink;
    context.beginPath();
    context.roundRect(left, top, width, height, 6);
    context.fill();
    context.fillStyle = look.paper;
    context.textAlign = "center";
    lines.forEach((line, index) => context.fillText(line, left + width / 2, top + 14 + index * 18));
  }

  /* What is under the pointer: a node shows its whole name, an edge its colour. */
  function point(at) {
    if ((hovered && hovered.edge) === (at && at.edge) && (hovered && hovered.node) === (at && at.node)) return;
    hovered = at;
    stage.style.cursor = at ? "pointer" : "";
    trackEdges();
    network.redraw();
  }

  /* Details ------------------------------------------------------------------------------------------------------ */

  function make(tag, settings = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(settings)) {
      if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  const named = (text) => make("bdi", { textContent: text });

  function dot(kind) {
    const made = make("span", { className: "dot" });
    made.style.setProperty("--hue", `var(--hue-${data.kinds[kind].hue})`);
    return made;
  }

  function passagesOf(passages) {
    const list = make("div", { className: "passages" });
    for (const passage of passages) {
      const [report, lines] = passage.split(":");
      const title = lines ? word("passage")(report, lines) : passage;
      list.append(make("span", { className: "passage", textContent: passage, title }));
    }
    if (!passages.length) {
      const [textContent, title] = [word("curated"), word("curatedLong")];
      list.append(make("span", { className: "passage curated", textContent, title }));
    }
    return list;
  }

  function linkTo(id) {
    const button = make("button", { type: "button", className: "other", onclick: () => choose({ node: id }, true) });
    button.append(dot(nodes[id].kind), named(said(nodes[id].names)));
    return button;
  }

  function row(property, value, passages, aside) {
    const name = make("div", { className: "property", textContent: said(data.texts[property]) });
    const remark = said(data.texts[aside]);
    const remarks = remark ? [make("div", { className: "aside", textContent: remark })] : [];
    return make("li", {}, name, value, passagesOf(passages), ...remarks);
  }

  function section(title, rows) {
    return rows.length ? [make("h3", { textContent: title }), make("ul", {}, ...rows)] : [];
  }

  function nodeDetails(id) {
    const node = nodes[id];
    const rows = (end, other) => touching[id].map((each) => edges[each]).filter((edge) => edge[end] === id)
      .flatMap((edge) => edge.ties.map(([property, passages, aside]) => ({ property, passages, aside, other: edge[other] })))
      .sort((one, another) => !one.passages.length - !another.passages.length) // background last
      .map((tie) => row(tie.property, linkTo(tie.other), tie.passages, tie.aside));
    const facts = node.statements.map(([property, value, passages, aside]) => {
      return row(property, make("div", {}, named(said(value))), passages, aside);
    });
    const found = [
      ...section(word("facts"), facts),
      ...section(word("out"), rows("from", "to")),
      ...section(word("in"), rows("to", "from")),
    ];
    return [
      make("p", { className: "kind" }, dot(node.kind), named(said(data.texts[node.description]))),
      make("h2", {}, named(said(node.names))),
      ...(found.length ? found : [make("p", { textContent: word("alone") })]),
      make("p", { className: "iri", textContent: node.name }),
    ];
  }

  function edgeDetails(id) {
    const edge = edges[id];
    const rows = edge.ties.map(([property, passages, aside]) => row(property, linkTo(edge.to), passages, aside));
    const [from, to] = [edge.from, edge.to].map((end) => named(said(nodes[end].names)));
    const heading = make("h2", {}, from, edge.arrows ? " → " : " — ", to);
    const strength = word("weight")(Number(edge.weight.toFixed(3)));
    const weight = edge.weight === 1 ? [] : [make("p", { className: "kind", textContent: strength })];
    return [make("p", { className: "kind" }, linkTo(edge.from)), heading, ...weight, ...section(word("facts"), rows)];
  }

  function showDetails() {
    details.hidden = !chosen;
    if (!chosen) return details.replaceChildren();
    const close = make("button", { type: "button", className: "close", textContent: "×" });
    close.onclick = () => choose(null);
    close.setAttribute("aria-label", word("close"));
    details.replaceChildren(close, ...("edge" in chosen ? edgeDetails(chosen.edge) : nodeDetails(chosen.node)));
    details.scrollTop = 0;
  }

  /* Chooses a node, an edge or nothing: lights it up and shows what is stated of it; `go` also moves there. */
  function choose(choice, go = false) {
    chosen = choice;
    if (choice && "node" in choice && !visible(choice.node)) toggleKind(nodes[choice.node].kind);
    paint();
    showDetails();
    if (go && choice) approach([...litNodes()].filter(visible).map((id) => nodes[id]));
  }

  /* Moves to where these nodes are in view beside the details, or above them where the window is narrow. */
  function approach(shown) {
    const { clientWidth: width, clientHeight: height } = stage;
    const card = details.getBoundingClientRect();
    const beside = card.width < width * 0.7;
    const [right, below] = beside ? [card.width + 20, 0] : [0, card.height]; // what the details cover
    const { position, scale } = viewOf(shown, width - right, height - below);
    const nearest = Math.max(network.getScale(), beside ? 0.7 : 0.5);
    const offset = { x: -right / 2, y: -below / 2 };
    network.moveTo({ position, scale: Math.min(scale, nearest), offset, animation: moving() });
    home = false;
  }

  /* Legend, search, languages ------------------------------------------------------------------------------------ */

  function showLegend() {
    element("legend").setAttribute("aria-label", word("legend"));
    element("legend").replaceChildren(...data.kinds.map((kind, index) => make(
      "button",
      {
        type: "button", title: word("legend"), "aria-pressed": !hiddenKinds.has(index),
        onclick: () => toggleKind(index),
      },
      dot(index), named(said(kind.names)), make("span", { className: "count", textContent: kind.count }),
    )));
  }

  function toggleKind(kind) {
    if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
    if (chosen && !endsOf(chosen).every(visible)) choose(null);
    showLegend();
    paint();
  }

  /* Half and full width, capitals and spaces make no difference. */
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const findable = nodes.map((node) => [...node.names, ...node.aliases].map((name) => [name, folded(name)]));

  function find(text) {
    const wanted = folded(text);
    const found = [];
    for (const id of order) {
      const name = findable[id].find(([, known]) => known.includes(wanted));
      if (name) found.push({ id, name: name[0], first: folded(said(nodes[id].names)).startsWith(wanted) });
    }
    return found.sort((one, other) => other.first - one.first || rank.get(one.id) - rank.get(other.id)).slice(0, HITS);
  }

  function showHits() {
    const found = find(search.value);
    hits.replaceChildren(...found.map(({ id, name }, index) => {
      const own = said(nodes[id].names);
      const also = name === own || !search.value.trim() ? [] : [make("span", { className: "also" }, named(name))];
      const texts = make("span", {}, named(own), ...also);
      const hit = make("li", { id: `hit-${index}`, role: "option", "data-node": id }, dot(nodes[id].kind), texts);
      hit.onpointerdown = (event) => {
        event.preventDefault(); // the search box keeps the focus
        take(id);
      };
      return hit;
    }));
    if (!found.length) hits.append(make("li", { className: "none", textContent: word("none") }));
    open(true);
    activate(found.length && search.value.trim() ? 0 : -1);
  }

  function open(shown) {
    hits.hidden = !shown;
    search.setAttribute("aria-expanded", shown);
  }

  function activate(index) {
    const listed = [...hits.querySelectorAll("[role=option]")];
    active = listed.length ? Math.min(index, listed.length - 1) : -1;
    listed.forEach((option, position) => option.setAttribute("aria-selected", position === active));
    if (active >= 0) listed[active].scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", active >= 0 ? `hit-${active}` : "");
  }

  function take(id) {
    open(false);
    choose({ node: Number(id) }, true);
  }

  function onSearchKey(event) {
    if (event.isComposing) return; // the key belongs to an input method
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (hits.hidden) showHits();
      activate(Math.max(0, active + moves[event.key]));
    } else if (event.key === "Enter") {
      const option = hits.hidden ? null : hits.querySelector("[aria-selected=true]");
      if (option) take(option.getAttribute("data-node"));
    }
  }

  function speak(next) {
    language = next;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = said(data.title);
    element("title").textContent = said(data.title);
    element("note").textContent = said(data.note);
    element("guide").textContent = [word("guide"), said(data.dashes)].join(" ");
    search.placeholder = word("search");
    search.setAttribute("aria-label", word("search"));
    hits.setAttribute("aria-label", word("search"));
    details.setAttribute("aria-label", word("facts"));
    stage.firstChild.setAttribute("role", "application");
    stage.firstChild.setAttribute("aria-label", word("stage"));
    for (const name of ["closer", "farther", "whole"]) {
      element(name).title = word(name);
      element(name).setAttribute("aria-label", word(name));
    }
    for (const button of languages) button.setAttribute("aria-pressed", button.dataset.language === language);
    showLegend();
    showDetails();
    open(false);
  }

  /* Start ---------------------------------------------------------------------------------------------------------- */

  readLook();
  turn();
  const shownNodes = new vis.DataSet(nodes.map(placedNode));
  const network = new vis.Network(stage, { nodes: shownNodes }, options());
  stage.firstChild.tabIndex = 0;
  trackEdges();
  fit();
  speak(language);

  network.on("beforeDrawing", (context) => drawEdges(context, lines, unit));
  network.on("afterDrawing", (context) => {
    drawLabels(context);
    drawnAt = performance.now();
  });
  network.on("click", ({ nodes: [node], pointer }) => {
    const line = node === undefined ? lineAt(lines, pointer.canvas, 7 / network.getScale(), unit) : undefined;
    choose(node !== undefined ? { node } : line ? { edge: line.id } : null);
  });
  network.on("hoverNode", ({ node }) => point({ node }));
  network.on("blurNode", () => point(null));
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch" || (hovered && "node" in hovered)) return;
    const { left, top } = stage.getBoundingClientRect();
    const at = network.DOMtoCanvas({ x: event.clientX - left, y: event.clientY - top });
    const line = lineAt(lines, at, 4 / network.getScale(), unit);
    point(line ? { edge: line.id } : null);
  });
  for (const event of ["zoom", "dragStart"]) network.on(event, () => { home = false; });
  network.on("resize", arrange);

  const zoom = (factor) => {
    home = false;
    network.moveTo({ scale: network.getScale() * factor, animation: moving() });
  };
  element("closer").onclick = () => zoom(1.4);
  element("farther").onclick = () => zoom(1 / 1.4);
  element("whole").onclick = () => { fit(); network.redraw(); };
  search.oninput = showHits;
  search.onfocus = () => { if (search.value.trim()) showHits(); };
  search.onblur = () => open(false);
  search.onkeydown = onSearchKey;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault(); // a search box would be emptied, and list all names
    if (!hits.hidden) open(false);
    else if (chosen) choose(null);
  });
  for (const button of languages) {
    button.onclick = () => {
      speak(button.dataset.language);
      network.redraw();
    };
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);

  /* For those who look closely: where labels, nodes and edges are on the stage, and when it was last drawn. */
  window.picture = {
    drawnAt: () => drawnAt,
    labels: () => {
      const origin = network.canvasToDOM({ x: 0, y: 0 });
      return labels().map((label) => ({
        id: label.id, name: nodes[label.id].name, rank: rank.get(label.id), text: label.lines.join("\n"),
        left: origin.x + label.left, right: origin.x + label.right,
        top: origin.y + label.top, bottom: origin.y + label.bottom,
      }));
    },
    nodeAt: (name) => {
      const node = nodes.find((each) => each.name === name);
      return network.canvasToDOM(network.getPosition(node.id));
    },
    edgeAt: (source, target) => {
      const edge = edges.find((each) => nodes[each.from].name === source && nodes[each.to].name === target);
      const [one, other] = [edge.from, edge.to].map((end) => network.canvasToDOM(network.getPosition(end)));
      return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    },
  };
})();
