// What the resolver remembers, a page of it: by name, with the time that is left; and a way to make it forget.
// It is the page of GET /_signpost/cache (docs/operations.md); entries that are gone are not shown.

import { element, fieldsOf, paragraph, table } from "./elements.ts";
import { linkTo, plainName } from "./place.ts";
import { jsonOf, Refusal, textOf } from "./server.ts";

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly ttl: number;
  readonly rank: string;
  readonly security: string;
  readonly server: string | null;
  readonly records: readonly { readonly data: readonly string[] }[];
}

const heads = ["name", "type", "what", "seconds left", "rank", "security", "from", "data"];

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
  else into.append(table(heads, entries.map(cells)));
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

function cells({ name, type, kind, ttl, rank, security, server, records }: Entry): (Node | string)[] {
  const link = element("a", { href: linkTo("ask", { name: plainName(name), type }) }, name);
  const data = records.flatMap((record) => record.data).join(", ");
  return [link, type, kind, String(ttl), rank, security, server ?? "", element("code", {}, data)];
}
