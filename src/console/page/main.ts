// The console's page: tabs above, and below them the view that the address names. Each view is a module that fills an element.
// Read next: ./ask.ts, the view that this is all about.

import { showApis } from "./apis.ts";
import { showAsk, showTrace } from "./ask.ts";
import { showCache } from "./cache.ts";
import { element, paragraph } from "./elements.ts";
import { showHealth } from "./health.ts";
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
  ["apis", "APIs", showApis],
  ["health", "Health checks", showHealth],
];

/** Pages without a tab. */
const others: typeof views = [["trace", "Trace", showTrace]];

const tabs = document.querySelector("#tabs");
const view = document.querySelector<HTMLElement>("#view");
/** Counts the visits, so that a view that was slow does not overwrite the next one. */
let visit = 0;

async function go(): Promise<void> {
  const mine = ++visit;
  const { page, words } = placeOf(location.hash);
  const [name, title, show] = [...views, ...others].find(([one]) => one === page) ?? views[0];
  tabs?.replaceChildren(
    ...views.map(([one, said]) =>
      element("a", { href: `#/${one}`, ...(one === name ? { "aria-current": "page" } : {}) }, said),
    ),
  );
  document.title = `${title} · Signpost`;
  const into = element("div", { class: `page ${name}` });
  try {
    await show(into, words);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    into.append(paragraph(error.message, "refusal"));
  }
  if (mine === visit) view?.replaceChildren(into);
}

addEventListener("hashchange", () => void go());
void go();
