"use strict";

/* Edges: drawn below the nodes, and found again under the pointer. vis-network can do both, but takes longer to take in
   a few thousand edges than to do all the rest; straight lines and arrows are quickly drawn.

   A line is {id, from, to, width, arrow, dashes, both, style}: `from` and `to` are {x, y, radius}, `both` says that
   another one runs the other way, `style` is {colour, opacity}. Lengths are those of the canvas, not of the screen. */

const ARROW = 6; // the length of an arrow head, in units, and at least 2.4 times as long as its line is wide
const SPECK = 2; // shorter heads than so many pixels of the device are left out
const ASIDE = 3; // how far two lines between the same nodes keep to their own side, in units

/* Draws lines in the order given; neighbours in it that look the same are drawn in one go. */
function drawEdges(context, lines, unit) {
  const scale = context.getTransform().a;
  context.save();
  for (let first = 0, end = 0; first < lines.length; first = end) {
    const line = lines[first];
    while (end < lines.length && alike(line, lines[end])) end++;
    context.globalAlpha = line.style.opacity;
    context.strokeStyle = context.fillStyle = line.style.colour;
    context.lineWidth = line.width;
    context.setLineDash(line.dashes ? [5 * unit, 4 * unit] : []);
    const head = Math.max(ARROW * unit, 2.4 * line.width);
    drawAlike(context, lines.slice(first, end), head * scale < SPECK ? 0 : head, unit);
  }
  context.restore();
}

const alike = (one, other) => one.style === other.style && one.width === other.width && one.dashes === other.dashes;

function drawAlike(context, lines, head, unit) {
  const tips = [];
  context.beginPath();
  for (const line of lines) {
    const { start, end, right, down, length } = course(line, unit);
    const pointed = head && line.arrow && length > line.to.radius + unit + head;
    const back = pointed ? line.to.radius + unit + head : 0;
    context.moveTo(start.x, start.y);
    context.lineTo(end.x - right * back, end.y - down * back);
    if (pointed) tips.push({ x: end.x - right * back, y: end.y - down * back, right: right * head, down: down * head });
  }
  context.stroke();
  context.beginPath();
  for (const { x, y, right, down } of tips) {
    context.moveTo(x + right, y + down);
    context.lineTo(x - down * 0.4, y + right * 0.4);
    context.lineTo(x + down * 0.4, y - right * 0.4);
    context.closePath();
  }
  context.fill();
}

/* Where a line runs: from middle to middle, a little to its own side where another one runs the other way. */
function course({ from, to, both }, unit) {
  const [across, along] = [to.x - from.x, to.y - from.y];
  const length = Math.sqrt(across * across + along * along) || 1;
  const [right, down] = [across / length, along / length];
  const aside = both ? ASIDE * unit : 0;
  const start = { x: from.x - down * aside, y: from.y + right * aside };
  return { start, end: { x: start.x + across, y: start.y + along }, right, down, length };
}

/* The line nearest to a point, if it is at most `reach` away from its rim; otherwise undefined. */
function lineAt(lines, point, reach, unit) {
  let nearest;
  let least = Infinity;
  for (const line of lines) {
    const { start, end } = course(line, unit);
    const [across, along] = [end.x - start.x, end.y - start.y];
    const share = ((point.x - start.x) * across + (point.y - start.y) * along) / (across * across + along * along || 1);
    const on = Math.max(0, Math.min(1, share));
    const distance = Math.hypot(start.x + on * across - point.x, start.y + on * along - point.y) - line.width / 2;
    if (distance < least && distance <= reach) [nearest, least] = [line, distance];
  }
  return nearest;
}
