// What the resolver remembers, a page of it: by name, with the time that is left, which is seen to run; and ways to make it
// forget all of it, a part, or one entry. It is the page of GET /_signpost/cache (docs/operations.md), as it was when it was looked at.

import { element, fieldsOf, paragraph, table } from "./elements.ts";
import { linkTo, plainName } from "./place.ts";
import { jsonOf, Refusal, textOf } from "./server.ts";

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly ttl: number;
  readonly rank: string | null;
  readonly security: string;
  readonly server: string | null;
  readonly records: readonly { readonly data: readonly string[] }[];
}

const heads = ["name", "type", "what", "seconds left", "rank", "security", "from", "data", ""];
/** The type of an entry that holds for all types: a name that does not exist. */
const anyType = "*";
const tickMs = 1000;

export async function showCache(into: HTMLElement, words: URLSearchParams): Promise<void> {
  const name = words.get("name") ?? "";
  const offset = Number(words.get("offset") ?? 0);
  const selection = name === "" ? "" : `&name=${encodeURIComponent(name)}&subtree`;
  const form: HTMLFormElement = element(
    "form",
    { class: "question", submit: (event) => search(event, form) },
    element("label", {}, element("span", {}, "at and below"), element("input", { name: "name", value: name })),
    element("button", {}, "Show"),
    element(
      "button",
      { type: "button", click: () => void forget(into, selection) },
      name === "" ? "Forget all" : "Forget these",
    ),
  );
  into.append(element("h1", {}, "What the resolver remembers"), form);
  const { entries, next } = await jsonOf<{ entries: Entry[]; next: number | null }>(
    `/_signpost/cache?offset=${offset}${selection}`,
  );
  if (entries.length === 0) into.append(paragraph(name === "" ? "Nothing yet." : `Nothing at or below ${name}.`));
  else into.append(entryTable(entries, into));
  if (next !== null) {
    into.append(element("p", {}, element("a", { href: linkTo("cache", { name, offset: String(next) }) }, "More")));
  }
}

function search(event: Event, form: HTMLFormElement): void {
  event.preventDefault();
  location.hash = linkTo("cache", fieldsOf(form));
}

async function forget(into: HTMLElement, selection: string): Promise<void> {
  try {
    await textOf(`/_signpost/cache?${selection === "" ? "all" : selection.slice(1)}`, "DELETE");
    dispatchEvent(new HashChangeEvent("hashchange"));
  } catch (error) {
    into.append(paragraph(error instanceof Refusal ? error.message : String(error), "refusal"));
  }
}

/** Rows whose time runs; one that has run out is pale, as the resolver asks anew from then on. */
function entryTable(entries: readonly Entry[], into: HTMLElement): HTMLElement {
  const left = entries.map(() => element("span", { class: "left" }));
  const shown = table(
    heads,
    entries.map((entry, i) => cells(entry, left[i], into)),
  );
  const rows = [...shown.querySelectorAll("tbody tr")];
  const startMs = performance.now();
  const tick = (): void => {
    const goneSeconds = Math.floor((performance.now() - startMs) / tickMs);
    entries.forEach(({ ttl }, i) => {
      left[i].textContent = String(Math.max(0, ttl - goneSeconds));
      rows[i].classList.toggle("gone", ttl <= goneSeconds);
    });
  };
  tick();
  const timer = setInterval(() => (shown.isConnected ? tick() : clearInterval(timer)), tickMs);
  return shown;
}

function cells(entry: Entry, left: HTMLElement, into: HTMLElement): (Node | string)[] {
  const { name, type, kind, rank, security, server, records } = entry;
  const asked = type === anyType ? "A" : type;
  const link = element("a", { href: linkTo("ask", { name: plainName(name), type: asked }) }, name);
  const data = records.flatMap((record) => record.data).join(", ");
  const only = new URLSearchParams(type === anyType ? { name } : { name, type }).toString();
  const label = `Forget ${plainName(name)} ${type === anyType ? "of all types" : type}`;
  const button = element(
    "button",
    { type: "button", "aria-label": label, click: () => void forget(into, `&${only}`) },
    "Forget",
  );
  return [link, type, kind, left, rank ?? "", security, server ?? "", element("code", {}, data), button];
}
