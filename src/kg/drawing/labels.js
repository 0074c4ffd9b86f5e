"use strict";

/* Which labels are drawn, and where: as many as find room, the most important first, none over another.

   `placeLabels(context, items, discs, look)` takes items in order of importance, each {id, text, x, y, radius, rank,
   strong, side}; side -1 or 1 asks for a place left or right of the node, 0 leaves it open. `discs` are all nodes,
   {id, x, y, radius}. `look` is {family, size, width, wanted, most, bounds}: the font, how wide a line may be, how many
   labels are wanted even where it is crowded, how many at most, and the box to stay in, if any. All in screen pixels.
   It gives {id, side, lines, font, lineHeight, left, top, right, bottom} for each label that found room. */

const PLACES = [[0, 1], [0, -1], [1, 0], [-1, 0], [0.7, 0.8], [-0.7, 0.8], [0.7, -0.8], [-0.7, -0.8]];
const CELL = 48;

function placeLabels(context, items, discs, look) {
  const nodes = gridOf(discs);
  const placed = [];
  // Where nodes crowd, few of many find room: there is no need to try them all.
  for (const item of items.slice(0, 1.5 * look.most)) {
    if (placed.length >= look.most) break;
    const size = item.strong ? look.size + 1.5 : look.size;
    context.font = `${item.strong ? 600 : 400} ${size}px ${look.family}`;
    const best = bestPlace(context, item, placed, nodes, size, item.rank < look.wanted, look);
    // The few most important names stand whatever they cover; others rather wait until the reader comes closer.
    const stands = best && (item.side || item.rank < look.wanted / 3 || best.cost < 9);
    if (stands) placed.push({ id: item.id, side: item.side, font: context.font, ...best });
  }
  return placed;
}

function bestPlace(context, item, placed, nodes, size, wanted, look) {
  const lineHeight = size * 1.25;
  let best = null;
  for (const share of wanted ? [1, 0.75, 0.55] : [1]) {
    const { lines, width, cut } = wrapped(context, item.text, look.width * share, share < 1 ? 4 : 3);
    const height = lines.length * lineHeight;
    for (const distance of wanted ? [3, 12, 26] : [3]) {
      PLACES.forEach(([right, down], turn) => {
        if (item.side && right !== item.side) return;
        const left = item.x + right * (item.radius + distance + width / 2) - width / 2;
        const top = item.y + down * (item.radius + distance + height / 2) - height / 2;
        const place = { left, top, right: left + width, bottom: top + height, lines, lineHeight };
        const effort = turn * 0.4 + distance * 0.15 + (cut ? 9 : 0) + (1 - share) * 2;
        if ((best && effort >= best.cost) || (!wanted && cut)) return;
        if (look.bounds && outside(place, look.bounds)) return;
        if (!placed.every((other) => apart(place, other))) return;
        const covered = nodes.touching(place, item);
        const cost = effort + covered * 0.5;
        if ((!best || cost < best.cost) && (wanted || !covered)) best = { ...place, cost };
      });
    }
  }
  return best;
}

function apart(one, other) {
  const beside = one.right + 4 < other.left || other.right + 4 < one.left;
  return beside || one.bottom + 1 < other.top || other.bottom + 1 < one.top;
}

function outside(place, bounds) {
  const across = place.left < bounds.left || place.right > bounds.right;
  return across || place.top < bounds.top || place.bottom > bounds.bottom;
}

const cellAt = (column, row) => column * 100003 + row;

/* The discs by cell of a grid; `touching` gives the radii, summed up, of those that a label would cover. */
function gridOf(discs) {
  const cells = new Map();
  for (const disc of discs) {
    const key = cellAt(Math.floor(disc.x / CELL), Math.floor(disc.y / CELL));
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(disc);
  }
  return {
    touching(box, but) {
      let covered = 0;
      const [first, last] = [box.left / CELL - 1, box.right / CELL + 1].map(Math.floor);
      const [top, bottom] = [box.top / CELL - 1, box.bottom / CELL + 1].map(Math.floor);
      for (let column = first; column <= last; column++) {
        for (let row = top; row <= bottom; row++) {
          for (const disc of cells.get(cellAt(column, row)) || []) {
            const x = Math.max(box.left, Math.min(disc.x, box.right)) - disc.x;
            const y = Math.max(box.top, Math.min(disc.y, box.bottom)) - disc.y;
            if (disc.id !== but.id && x * x + y * y < disc.radius * disc.radius) covered += disc.radius;
          }
        }
      }
      return covered;
    },
  };
}

/* The text in at most `most` lines of about `width` pixels, as even as they come; `cut` says whether it was cut short.
   Lines break at spaces and hyphens, in Chinese anywhere but before marks that never begin a line. */
const CHINESE = "\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef";
const PIECES = new RegExp(
  `[（《“「『【]*(?:[${CHINESE}]|[^\\s${CHINESE}–-]+[–-]*)[，。、；：！？）》”」』】…]*|[–-]+|\\s+`, "gu",
);
const known = new Map();

function wrapped(context, text, width, most) {
  const key = [context.font, width, most, text].join("|");
  if (!known.has(key)) known.set(key, wrap(context, text, width, most));
  return known.get(key);
}

function wrap(context, text, width, most) {
  const pieces = (text.match(PIECES) || [" "]).map((piece) => [piece, widthOf(context, piece)]);
  const room = Math.max(width, ...pieces.map(([, own]) => own).filter((own) => own < width * 1.25));
  let lines = broken(pieces, room);
  for (const share of [0.55, 0.65, 0.75, 0.85, 0.95]) {
    const even = broken(pieces, room * share);
    if (even.length === lines.length && even.every(([, own]) => own <= room)) {
      lines = even;
      break;
    }
  }
  const cut = lines.length > most || lines.some(([, own]) => own > room);
  const measure = (line) => context.measureText(line).width;
  const kept = lines.slice(0, most).map(([line], index) => {
    const more = index === most - 1 && lines.length > most;
    return cut ? shortened(line, room, more, measure) : line;
  });
  return { lines: kept, cut, width: Math.max(...kept.map(measure)) };
}

const widths = new Map();

function widthOf(context, piece) {
  const key = context.font + "|" + piece;
  if (!widths.has(key)) widths.set(key, context.measureText(piece).width);
  return widths.get(key);
}

/* Pieces [text, width] put together into lines [text, width]. */
function broken(pieces, room) {
  const lines = [["", 0]];
  for (const [piece, own] of pieces) {
    const last = lines[lines.length - 1];
    const blank = !piece.trim();
    if (!last[0] && blank) continue;
    if (!last[0] || blank || last[1] + own <= room) {
      last[0] += piece;
      last[1] += own;
    } else lines.push([piece, own]);
  }
  return lines.map(([line, own]) => [line.trimEnd(), own]);
}

function shortened(line, room, more, measure) {
  if (!more && measure(line) <= room) return line;
  let characters = Array.from(line);
  while (characters.length > 1 && measure(characters.join("") + "…") > room) characters = characters.slice(0, -1);
  return characters.join("").trimEnd() + "…";
}
