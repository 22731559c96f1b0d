// A trace to take along, for slides and for mails: in words as `signpost trace` tells it, as the drawing that is seen, as the
// lines of JSON that programs read (docs/trace.md). Files are made in the browser; no server is asked for them.
// Invariant: a drawing that was taken along needs neither this page nor its style sheet.

import { composeTrace, type FinishedTrace } from "../../trace/ending.ts";
import { paintPlain, tell } from "../../trace/tell.ts";
import { element, shape } from "./elements.ts";
import { plainName } from "./place.ts";

/** As wide as docs and slides are, rather than as a terminal. */
const textColumns = 100;

/** What a style sheet says of a drawing that a drawing can say itself, and that parts have from what they stand in (SVG 2 §6.5). */
const inherited = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];

/** Above where the trace is shown; without a drawing where nothing was sent. */
export function keepLinks(trace: FinishedTrace, picture: SVGElement | null): HTMLElement {
  const name = fileName(trace);
  const link = (label: string, extension: string, type: string, make: () => string): HTMLElement =>
    element("button", { type: "button", click: () => save(`${name}.${extension}`, type, make()) }, label);
  return element(
    "div",
    { class: "keep", role: "group", "aria-label": "Take this along" },
    "Take along ",
    link("as text", "txt", "text/plain", () =>
      tell(trace.events, trace.ending, { width: textColumns, paint: paintPlain }),
    ),
    picture === null ? null : link("as drawing", "svg", "image/svg+xml", () => aloneStanding(picture)),
    link("as JSON", "ndjson", "application/x-ndjson", () => composeTrace(trace)),
  );
}

/** Of letters that every file system takes: names hold whatever a visitor asked for. */
export function fileName({ ending: { answer } }: FinishedTrace): string {
  const name = answer.name === "." ? "root" : plainName(answer.name);
  return `${name}-${answer.type}`.replaceAll(/[^\w.-]+/g, "_").replace(/^\.+/, "_");
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  // The browser has begun to read when the click returns to the event loop, and not before.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The drawing as it is seen, the step at hand and all, with its colours in it and a ground behind it. */
function aloneStanding(picture: SVGElement): string {
  // A step that is just fading is one that has faded.
  for (const animation of picture.getAnimations({ subtree: true })) animation.finish();
  const alone = picture.cloneNode(true) as SVGElement;
  const seen = picture.querySelectorAll("*");
  alone.querySelectorAll("*").forEach((part, i) => copyLooks(seen[i], part, looksOf(seen[i].parentElement)));
  copyLooks(picture, alone, null);
  const frame = looksOf(picture.parentElement)?.getPropertyValue("background-color") ?? "#ffffff";
  alone.prepend(shape("rect", { width: "100%", height: "100%", fill: frame, stroke: "none" }));
  return `${new XMLSerializer().serializeToString(alone)}\n`;
}

function looksOf(part: Element | null): CSSStyleDeclaration | null {
  return part === null ? null : getComputedStyle(part);
}

/** Says of a part what its own style is, where it does not come from the part around it. */
function copyLooks(from: Element, to: Element, around: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(from);
  for (const property of inherited) {
    const value = style.getPropertyValue(property);
    // Older programs paint a colour of no opacity black.
    if (value !== around?.getPropertyValue(property))
      to.setAttribute(property, /^rgba\(.*, 0\)$/.test(value) ? "none" : value);
  }
  if (style.opacity !== "1") to.setAttribute("opacity", style.opacity);
}
