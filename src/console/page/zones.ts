// The zones that are served: those of files and hosted ones; of a hosted one its record sets and what changed in it.
// Of GET /_signpost/zones and what stands below it (docs/route53.md); each name leads to a question about it.

import { element, paragraph, table } from "./elements.ts";
import { linkTo, plainName } from "./place.ts";
import { jsonOf } from "./server.ts";

interface HostedZone {
  readonly name: string;
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly records: number;
  readonly comment: string | null;
}

interface FileZone {
  readonly name: string;
  readonly serial: number;
  readonly records: number;
  readonly source: "file" | "secondary";
}

interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
}

interface Change {
  readonly version: number;
  readonly at: string;
  readonly kind: string;
  readonly comment: string | null;
  readonly sets: readonly unknown[];
}

export async function showZones(into: HTMLElement, words: URLSearchParams): Promise<void> {
  const id = words.get("id");
  if (id !== null && id !== "") {
    await showZone(into, id);
    return;
  }
  const { hosted, files } = await jsonOf<{ hosted: HostedZone[]; files: FileZone[] }>("/_signpost/zones");
  into.append(element("h1", {}, "Hosted zones"));
  if (hosted.length === 0) {
    into.append(
      paragraph("None yet. Any client of Route 53 makes one, with this server's address as AWS_ENDPOINT_URL."),
    );
  } else into.append(table(["name", "id", "kind", "version", "records", "comment"], hosted.map(hostedCells)));
  into.append(element("h1", {}, "Zones of files and of other servers"));
  if (files.length === 0) into.append(paragraph("None: no *.zone file stands in the zones folder."));
  else into.append(table(["name", "serial", "records", "from"], files.map(fileCells)));
}

function hostedCells({ name, id, kind, version, records, comment }: HostedZone): (Node | string)[] {
  const link = element("a", { href: linkTo("zones", { id }) }, plainName(name));
  return [link, element("code", {}, id), kind, String(version), String(records), comment ?? ""];
}

function fileCells({ name, serial, records, source }: FileZone): (Node | string)[] {
  const link = element("a", { href: linkTo("ask", { name: plainName(name), type: "SOA" }) }, plainName(name));
  return [link, String(serial), String(records), source === "file" ? "a file" : "another server"];
}

async function showZone(into: HTMLElement, id: string): Promise<void> {
  const zone = await jsonOf<HostedZone & { sets: RecordSet[]; text: string }>(`/_signpost/zones/show/${encodeURIComponent(id)}`); // prettier-ignore
  const history = await jsonOf<Change[]>(`/_signpost/zones/history/${encodeURIComponent(id)}`);
  const asked = new Map(zone.sets.map(({ Name, Type }) => [`${Name} ${Type}`, { name: plainName(Name), type: Type }]));
  into.append(
    element("p", {}, element("a", { href: linkTo("zones") }, "Zones")),
    element("h1", {}, plainName(zone.name)),
    paragraph(`${zone.kind}, ${id}, version ${zone.version}${zone.comment === null ? "" : `: ${zone.comment}`}`),
    element("h2", {}, "Ask for"),
    zone.kind === "private"
      ? paragraph("What is in a private zone is answered to clients in its VPCs only.")
      : chips([...asked.values()]),
    element("h2", {}, "As a zone file"),
    element("pre", {}, zone.text),
    element("h2", {}, "What changed"),
    table(["version", "when", "what", "record sets", "comment"], history.map(changeCells)),
  );
}

function changeCells({ version, at, kind, sets, comment }: Change): string[] {
  return [String(version), at, kind, String(sets.length), comment ?? ""];
}

/** Record sets that are offered to be asked for; a zone may have ten thousand. */
const mostChips = 200;

function chips(questions: readonly { readonly name: string; readonly type: string }[]): HTMLElement {
  const more = questions.length - mostChips;
  return element(
    "p",
    { class: "chips" },
    ...questions
      .slice(0, mostChips)
      .flatMap(({ name, type }) => [element("a", { href: linkTo("ask", { name, type }) }, `${name} ${type}`), " "]),
    more > 0 ? `and ${more} more` : null,
  );
}
