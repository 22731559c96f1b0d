// The ladder of ./ladder.ts as a drawing: time runs down, the resolver stands at the left, arrows go to and fro.
// Each row can be clicked: it is the step at hand then, here and in the list of steps.

import { element, shape } from "./elements.ts";
import type { Column, Ladder, Row } from "./ladder.ts";
import { markSteps, type Player } from "./player.ts";

/** In the drawing's own units, which are pixels until the page is too narrow. */
const left = 110;
/** As wide as there is room for, within reason. */
const roomForColumns = 1080;
const narrowest = 140;
const widest = 230;
const headHeight = 74;
const rowHeight = 30;
const arrowGap = 5;
/** What a letter takes, about. */
const headLetter = 7.4;
const labelLetter = 6.9;

export function drawLadder({ columns, rows }: Ladder, player: Player): HTMLElement {
  const columnWidth = Math.max(narrowest, Math.min(widest, Math.floor(roomForColumns / (columns.length + 0.3))));
  const xs = columns.map((_, i) => left + (i + 0.75) * columnWidth);
  const width = left + (columns.length + 0.3) * columnWidth;
  const height = headHeight + (rows.length + 1) * rowHeight;
  const marked = new Map<number, Element>();
  const drawn = rows.map((row, i) => {
    const group = drawRow(row, xs[row.column], headHeight + (i + 0.75) * rowHeight, width, () => player.show(row.seq));
    marked.set(row.seq, group);
    return group;
  });
  const frame = element("section", { class: "ladder", tabindex: 0, "aria-label": "Who was asked what" });
  player.follow(markSteps(marked, (now) => bringIntoSight(frame, now)));
  const label = "Who was asked what, from top to bottom";
  const picture = shape(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    drawHead(["resolver", "this server"], left, columnWidth, height),
    ...columns.map((column, i) => drawHead(headOf(column), xs[i], columnWidth, height)),
    ...drawn,
  );
  frame.append(picture);
  return frame;
}

/** Within the ladder's own frame: the page is the list of steps' to scroll. */
function bringIntoSight(frame: HTMLElement, row: Element): void {
  const [outer, inner] = [frame.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top < outer.top) frame.scrollTop += inner.top - outer.top - rowHeight;
  if (inner.bottom > outer.bottom) frame.scrollTop += inner.bottom - outer.bottom + rowHeight;
}

/** The name above the address, and which zones the server was asked for. */
function headOf({ name, server, zones }: Column): string[] {
  return [...(name === "" ? [] : [name]), server, zones.join(", ")];
}

function drawHead(texts: readonly string[], x: number, columnWidth: number, height: number): SVGElement {
  const most = Math.floor(columnWidth / headLetter);
  return shape(
    "g",
    { class: "head" },
    shape("line", { x1: x, x2: x, y1: headHeight - 14, y2: height }),
    ...texts.map((text, i) =>
      shape("text", { x, y: 20 + 16 * i, ...(i === 0 ? { class: "title" } : {}) }, shortened(text, most)),
    ),
  );
}

function drawRow(row: Row, x: number, y: number, width: number, click: () => void): SVGElement {
  const { kind, label, ms, sentence } = row;
  const far = x - arrowGap;
  const near = left + arrowGap;
  return shape(
    "g",
    { class: `row ${kind}`, click },
    shape("title", {}, `${ms.toFixed(1)} ms: ${sentence}`),
    shape("rect", { x: 0, y: y - rowHeight * 0.7, width: far + arrowGap, height: rowHeight, class: "ground" }),
    shape("text", { x: left - 14, y: y + 4, class: "ms" }, ms.toFixed(1)),
    shape("line", { x1: near, x2: far, y1: y, y2: y }),
    head(kind, near, far, y),
    shape(
      "text",
      { x: near + 12, y: y - 5, class: "label" },
      shortened(label, Math.floor((width - near) / labelLetter)),
    ),
  );
}

/** The arrow's point; a cross where nothing came back or it was not believed. */
function head(kind: Row["kind"], near: number, far: number, y: number): SVGElement {
  switch (kind) {
    case "question":
      return shape("path", { d: `M${far} ${y}l-8 -4v8z`, class: "point" });
    case "answer":
    case "failure":
      return shape("path", { d: `M${near} ${y}l8 -4v8z`, class: "point" });
    case "silence":
      return shape("path", { d: `M${far - 4} ${y - 4}l8 8m0 -8l-8 8`, class: "cross" });
    case "disbelief":
      return shape("path", { d: `M${near} ${y - 4}l8 8m0 -8l-8 8`, class: "cross" });
  }
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
