// The console's page: tabs above, and below them the view that the address names. Each view is a module that fills an element.
// Read next: ./ask.ts, the view that this is all about.

import { showApis } from "./apis.ts";
import { showAsk, showTrace } from "./ask.ts";
import { showCache } from "./cache.ts";
import { element, paragraph } from "./elements.ts";
import { showHealth } from "./health.ts";
import { showLab } from "./lab.ts";
import { showLessons } from "./lessons.ts";
import { placeOf } from "./place.ts";
import { facts, Refusal } from "./server.ts";
import { showZones } from "./zones.ts";

/** Fills the element for these words; resolves when there is something to see. */
export type View = (into: HTMLElement, words: URLSearchParams) => Promise<void>;

const resolves = facts().recursion !== "off";
const views: readonly (readonly [page: string, title: string, view: View])[] = [
  ["ask", "Ask", showAsk],
  ["lessons", "Lessons", showLessons],
  ["zones", "Zones", showZones],
  ...(resolves ? [["cache", "Cache", showCache] as const] : []),
  ...(facts().recursion === "lab" ? [["lab", "Mini internet", showLab] as const] : []),
  ["apis", "APIs", showApis],
  ["health", "Health checks", showHealth],
];

/** Pages without a tab. */
const others: typeof views = [["trace", "Trace", showTrace]];

const tabs = document.querySelector("#tabs");
const view = document.querySelector<HTMLElement>("#view");

async function go(): Promise<void> {
  const { page, words } = placeOf(location.hash);
  const [name, title, show] = [...views, ...others].find(([one]) => one === page) ?? views[0];
  tabs?.replaceChildren(
    ...views.map(([one, said]) =>
      element("a", { href: `#/${one}`, ...(one === name ? { "aria-current": "page" } : {}) }, said),
    ),
  );
  document.title = `${title} · Signpost`;
  const before = document.activeElement;
  const into = element("div", { class: `page ${name}` });
  const waiting = element("p", { class: "waiting", role: "status" }, "One moment…");
  // A view fills its element while it is seen already, so that a form is there before what takes its time.
  view?.replaceChildren(into, waiting);
  const shown = show(into, words);
  focusLike(before, into);
  try {
    await shown;
    // Of ten tabs and twenty entries of a history each says what it shows.
    const head = into.querySelector("h1")?.textContent ?? null;
    if (head !== null && into.isConnected) document.title = `${head} · Signpost`;
  } catch (error) {
    into.append(paragraph(error instanceof Refusal ? error.message : `This page failed: ${String(error)}`, "refusal"));
    if (!(error instanceof Refusal)) throw error;
  } finally {
    waiting.remove();
  }
}

/** Whoever was in a field is in the same one again; whoever was elsewhere on the page is at its beginning. */
function focusLike(before: Element | null, into: HTMLElement): void {
  if (before === null || before === document.body) return;
  const name = before instanceof HTMLInputElement ? before.name : "";
  const same = name === "" ? null : into.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`);
  (same ?? view)?.focus({ preventScroll: true });
}

addEventListener("hashchange", () => void go());
void go();
