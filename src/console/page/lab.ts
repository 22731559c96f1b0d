// The mini internet: who serves what, and buttons that break a server and mend it, so that a question can be asked again and
// the walk be watched finding another way. Of /_signpost/lab (docs/lab.md#breaking-it-by-hand).

import { element, paragraph, table } from "./elements.ts";
import { plainName } from "./place.ts";
import { jsonOf, Refusal, textOf } from "./server.ts";

interface Server {
  readonly name: string;
  readonly about: string;
  readonly addresses: readonly string[];
  readonly zones: readonly string[];
  readonly link: Link;
  readonly faults: readonly string[];
  readonly state: "declared" | "changed";
}

interface Link {
  readonly rttMs: number;
  readonly lossPercent: number;
  readonly udp: string;
  readonly tcp: string;
}

interface Fault {
  readonly word: string;
  readonly about: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Page {
  readonly servers: readonly Server[];
  readonly faults: readonly Fault[];
}

const path = "/_signpost/lab";

/** What can be wrong with the wire, beside the faults of the server itself. */
const wires: readonly (readonly [label: string, change: string])[] = [
  ["the cable is pulled", `{ "link": { "udp": "blocked", "tcp": "blocked" } }`],
  ["half of the packets are lost", `{ "link": { "lossPercent": 50 } }`],
  ["it is 800 ms away", `{ "link": { "rttMs": 800 } }`],
];

/** Changes something, and shows how it is then, or why it could not be. */
type Act = (place: string, method: "PUT" | "DELETE", body?: string) => void;

export async function showLab(into: HTMLElement): Promise<void> {
  const shown = element("div", {});
  const show = async (): Promise<void> => shown.replaceChildren(...contents(await jsonOf<Page>(path), act));
  const act: Act = (place, method, body) => {
    textOf(place, method, body)
      .then(show)
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        shown.prepend(paragraph(error.message, "refusal"));
      });
  };
  await show();
  into.append(element("h1", {}, "The mini internet"), shown);
}

function contents({ servers, faults }: Page, act: Act): HTMLElement[] {
  const heads = ["server", "addresses", "zones", "how it is", "what happens to it"];
  const isBroken = servers.some(({ state }) => state === "changed");
  const mendAll = element(
    "button",
    { type: "button", disabled: !isBroken, click: () => act(path, "DELETE") },
    "Mend all",
  );
  return [
    paragraph(
      "Break a server, and ask again with an empty cache: the walk shows what the resolver makes of it. With the cache it forgets whom it met dead.",
    ),
    element("p", {}, mendAll),
    table(
      heads,
      servers.map((server) => cells(server, faults, act)),
    ),
  ];
}

function cells(server: Server, faults: readonly Fault[], act: Act): (Node | string)[] {
  const { name, about, addresses, zones } = server;
  return [
    element("div", { class: "server", title: about }, name),
    element("code", {}, addresses.join("\n")),
    zones.map((zone) => (zone === "." ? "the root" : plainName(zone))).join(", "),
    stateOf(server),
    control(server, faults, act),
  ];
}

function stateOf({ link, faults, state }: Server): HTMLElement {
  const wrong = [...faults, ...linkWords(link)];
  const words = wrong.length === 0 ? "well" : wrong.join(", ");
  return element("span", { class: state === "changed" ? "ill" : wrong.length === 0 ? "well" : "" }, words);
}

/** What of a wire is worth a word. */
function linkWords({ rttMs, lossPercent, udp, tcp }: Link): string[] {
  if (udp === "blocked" && tcp === "blocked") return ["its cable is pulled"];
  return [
    ...(rttMs >= 400 ? [`${rttMs} ms away`] : []),
    ...(lossPercent > 0 ? [`${lossPercent} % of packets lost`] : []),
    ...(udp === "open" ? [] : [`UDP ${udp}`]),
    ...(tcp === "open" ? [] : [`TCP ${tcp}`]),
  ];
}

/** A list of what can happen, or the way back. */
function control({ name, state }: Server, faults: readonly Fault[], act: Act): HTMLElement {
  const place = `${path}/${encodeURIComponent(name)}`;
  if (state === "changed") return element("button", { type: "button", click: () => act(place, "DELETE") }, "Mend");
  const change = (): void => act(place, "PUT", list.value);
  const list = element(
    "select",
    { "aria-label": `Break ${name}`, change },
    element("option", { value: "" }, "…"),
    ...wires.map(([label, value]) => element("option", { value }, label)),
    // Faults with parameters want words, which `signpost lab break` takes.
    ...faults
      .filter(({ parameters }) => Object.keys(parameters).length === 0)
      .map(({ word, about }) => element("option", { value: `{ "faults": ["${word}"] }`, title: about }, word)),
  );
  return list;
}
