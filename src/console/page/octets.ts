// A message as it went over the wire: its octets at the left, what they say at the right, part by part. Whoever points at an
// octet sees what it belongs to, whoever points at a part sees its octets. The octets are the server's, as they were sent or
// came (docs/trace.md); taking them apart is ../../dns/dissection/dissect.ts's.
// Invariant: it is made when somebody looks at it, as a long walk has hundreds of messages.

import { encodeDigits, hex } from "../../base/encodings.ts";
import { dissect } from "../../dns/dissection/dissect.ts";
import type { Part } from "../../dns/dissection/part.ts";
import { clean } from "../../trace/wording.ts";
import { clauses } from "./clause-links.ts";
import { element } from "./elements.ts";

const octetsPerLine = 16;

/** What shows a message when it is opened; null where the octets cannot be read. */
export function octetsPanel(base64: string): HTMLElement | null {
  const message = octetsOf(base64);
  if (message === null) return null;
  const panel = element(
    "details",
    {
      class: "message",
      // The step around it is not what is meant.
      click: (event) => event.stopPropagation(),
      toggle: () => {
        if (panel.open && panel.childElementCount === 1) panel.append(new OctetView(message).shown);
      },
    },
    element("summary", {}, `${message.length} octets`),
  );
  return panel;
}

function octetsOf(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null; // a file that somebody changed
  }
}

class OctetView {
  readonly shown: HTMLElement;
  readonly #octets: HTMLElement[];
  /** The part that each octet belongs to, the smallest there is. */
  readonly #parts: HTMLElement[] = [];
  #marked: HTMLElement[] = [];

  constructor(message: Uint8Array) {
    this.#octets = Array.from(message, (_, at) => this.#octet(message, at));
    const parts = element("ol", { class: "parts" }, ...dissect(message).map((part) => this.#part(part)));
    const unmark = (): void => this.#mark([]);
    this.shown = element("div", { class: "dissected", pointerleave: unmark }, this.#grid(), parts);
  }

  #grid(): HTMLElement {
    const lines: HTMLElement[] = [];
    for (let at = 0; at < this.#octets.length; at += octetsPerLine) {
      const offset = element("span", { class: "offset" }, at.toString(16).padStart(4, "0"));
      lines.push(element("div", {}, offset, ...this.#octets.slice(at, at + octetsPerLine)));
    }
    return element("div", { class: "grid", "aria-hidden": "true" }, ...lines);
  }

  #octet(message: Uint8Array, at: number): HTMLElement {
    const point = (): void => {
      const part = this.#parts[at];
      this.#mark([this.#octets[at], part]);
      part?.scrollIntoView({ block: "nearest" });
    };
    return element("span", { class: "octet", pointerenter: point }, encodeDigits(hex, message, at, at + 1));
  }

  #part(part: Part): HTMLElement {
    const { name, text, rfc, start, end, bits, parts, state } = part;
    const point = (): void => this.#mark([line, ...this.#octets.slice(start, end)]);
    const line = element(
      "div",
      { class: `part ${state}`, "data-name": name, tabindex: 0, pointerenter: point, focus: point },
      element("span", { class: "what" }, name),
      bits === null ? null : element("code", { class: "bits" }, bits),
      element("span", { class: "says" }, clean(text)),
      element("span", { class: "clause" }, ...clauses(rfc)),
    );
    if (bits === null) for (let at = start; at < end; at++) this.#parts[at] = line;
    // Parts within come later: they are what an octet belongs to more closely.
    const within = parts.map((one) => this.#part(one));
    return element("li", {}, line, within.length === 0 ? null : element("ol", {}, ...within));
  }

  #mark(marked: readonly (HTMLElement | undefined)[]): void {
    for (const one of this.#marked) one.classList.remove("pointed");
    this.#marked = marked.filter((one) => one !== undefined);
    for (const one of this.#marked) one.classList.add("pointed");
  }
}
