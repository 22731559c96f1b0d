// The view that a question is asked on: a form, what comes of it, how it came about as a drawing and in words, and why a
// policy chose what it chose. The trace is asked of the server as any program may (docs/trace.md).

import { type FinishedTrace, traceOf } from "../../trace/ending.ts";
import type { TraceSummary } from "../../trace/store.ts";
import { askedName } from "./asked-name.ts";
import { choicePanel } from "./choice.ts";
import { element, fieldsOf, paragraph, table } from "./elements.ts";
import { examplesFor } from "./examples.ts";
import { linkTo, plainName } from "./place.ts";
import { facts, jsonOf, Refusal, textOf } from "./server.ts";
import { toldTrace } from "./told-trace.ts";
import { forgetHere, keepHere, keptHere } from "./visited.ts";

const mostTraces = 10;
const usualTypes = "A AAAA CNAME MX NS TXT SOA PTR SRV CAA HTTPS SVCB DS DNSKEY NAPTR TLSA SSHFP ANY".split(" ");

/** Who asks, for whom, and where: what POST /_signpost/trace takes beside name and type. */
const askers = [
  ["client", "from the address", "127.0.0.1"],
  ["subnet", "for the network", "203.0.113.0/24"],
  ["server", "at the server's address", "127.0.0.1"],
] as const;

/** Whether nobody here has asked for anything yet, and another site's page named the question. */
let { isSent } = facts();

export async function showAsk(into: HTMLElement, words: URLSearchParams): Promise<void> {
  into.append(form(words));
  if ((words.get("name") ?? "") === "") {
    into.append(await examples(), opener(into));
    const lately = await tracedLately();
    if (lately !== null) into.append(lately);
    return;
  }
  const kept = keptHere();
  if (kept === null && isSent) {
    into.append(paragraph("Another site's page led here. Press Ask, if this is to be asked.", "refusal"));
    return;
  }
  if (kept !== null) into.append(paragraph("As it was then: Ask asks again.", "quiet"));
  const text = kept ?? (await textOf(`/_signpost/trace?${words.toString()}`, "POST"));
  // Whoever left meanwhile is at another entry of the browser's history.
  if (into.isConnected) keepHere(text);
  into.append(...toldTrace(traceIn(text)));
  const choice = await choicePanel(words);
  if (choice !== null) into.querySelector(".answer")?.after(choice);
}

/** A trace that is kept, by its id: of a question that asked for it (EDNS option 65311), say. */
export async function showTrace(into: HTMLElement, words: URLSearchParams): Promise<void> {
  const id = words.get("id") ?? "";
  if (id === "") {
    await showAsk(into, new URLSearchParams());
    return;
  }
  into.append(...toldTrace(traceIn(await textOf(`/_signpost/traces/${encodeURIComponent(id)}`))));
}

function traceIn(text: string): FinishedTrace {
  const trace = traceOf(text);
  if (typeof trace === "string") throw new Refusal(0, `The server's trace cannot be read: ${trace}.`);
  return trace;
}

/** Shows a walk that was taken along as JSON, in place of what is there. The file stays in the browser. */
function opener(into: HTMLElement): HTMLElement {
  const open = async (): Promise<void> => {
    const file = input.files?.[0];
    if (file === undefined) return;
    const trace = traceOf(await file.text());
    const shown =
      typeof trace === "string"
        ? [paragraph(`${file.name} is no walk that was taken along as JSON: ${trace}.`, "refusal")]
        : [paragraph(`As it stands in ${file.name}: Ask asks anew.`, "quiet"), ...toldTrace(trace)];
    for (const old of [...into.children].slice(1)) if (old !== label) old.remove();
    into.append(...shown);
  };
  const input = element("input", {
    type: "file",
    accept: ".ndjson,.json,application/x-ndjson",
    change: () => void open(),
  });
  const label = element("label", { class: "open" }, element("span", {}, "or open a walk that was taken along"), input);
  return label;
}

async function tracedLately(): Promise<HTMLElement | null> {
  if (facts().recursion === "off") return null;
  const traces = await jsonOf<TraceSummary[]>("/_signpost/traces");
  if (traces.length === 0) return null;
  const heads = ["question", "answer", "ms", "queries", "steps"];
  return element(
    "section",
    {},
    element("h2", {}, "Resolved and traced lately"),
    table(
      heads,
      traces
        .slice(0, mostTraces)
        .map(({ trace, name, type, rcode, ms, upstreamQueries, steps }) => [
          element("a", { href: linkTo("trace", { id: trace }) }, `${plainName(name)} ${type}`),
          rcode,
          ms.toFixed(1),
          String(upstreamQueries),
          String(steps),
        ]),
    ),
  );
}

function form(words: URLSearchParams): HTMLElement {
  const said = (word: string): string => words.get(word) ?? "";
  const hasAsker = askers.some(([word]) => said(word) !== "");
  const empty = element("input", { type: "checkbox", name: "empty" });
  const made: HTMLFormElement = element(
    "form",
    { class: "question", submit: (event) => void submit(event, made) },
    field("name", "name", said("name"), "www.example.com"),
    field("type", "type", said("type") || "A", "A", "types"),
    element("button", {}, "Ask"),
    facts().recursion === "off" ? null : element("label", { class: "check" }, empty, " with an empty cache"),
    element(
      "details",
      { open: hasAsker },
      element("summary", {}, "who asks"),
      ...askers.map(([word, label, hint]) => field(word, label, said(word), hint)),
    ),
    element("datalist", { id: "types" }, ...usualTypes.map((type) => element("option", { value: type }))),
  );
  return made;
}

function field(name: string, label: string, value: string, hint: string, list = ""): HTMLElement {
  const attributes = {
    name,
    value,
    placeholder: hint,
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
  };
  const input = element("input", { ...attributes, required: name === "name", ...(list === "" ? {} : { list }) });
  return element("label", { class: name }, element("span", {}, label), input);
}

/** The address is the question: to ask the same once more, it is looked at again. */
async function submit(event: Event, asked: HTMLFormElement): Promise<void> {
  event.preventDefault();
  isSent = false;
  const { empty = "", ...fields } = fieldsOf(asked);
  // What an address says must not change anything, so the cache is emptied before, by the press of the button.
  if (empty !== "") await textOf("/_signpost/cache?all", "DELETE").catch(() => null);
  const { name, type } = askedName(fields["name"] ?? "");
  const place = linkTo("ask", { ...fields, name, type: type ?? fields["type"] ?? "" });
  if (place !== location.hash) {
    location.hash = place;
    return;
  }
  forgetHere();
  dispatchEvent(new HashChangeEvent("hashchange"));
}

async function examples(): Promise<HTMLElement> {
  const { hosted, files } =
    await jsonOf<Record<"hosted" | "files", { name: string; kind?: string }[]>>("/_signpost/zones");
  const asked = [...hosted, ...files].filter(({ kind }) => kind !== "private");
  const groups = examplesFor(
    facts().recursion,
    asked.map(({ name }) => name),
  );
  return element(
    "section",
    { class: "examples" },
    ...groups.map(({ title, examples }) =>
      element(
        "div",
        {},
        element("h2", {}, title),
        element(
          "ul",
          {},
          ...examples.map(({ name, type, shows }) =>
            element("li", {}, element("a", { href: linkTo("ask", { name, type }) }, `${name} ${type}`), ` ${shows}`),
          ),
        ),
      ),
    ),
  );
}
