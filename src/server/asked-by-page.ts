// A question as a page of the API is asked it: ?name=&type=&client=&subnet=&server=. `client` is who asks, 127.0.0.1 unless
// said; `subnet` whom a resolver there asks for; `server` which address of ours is asked: with strict delegation sets one of
// the zone's own unless said. Read next: ./explain-api.ts, ./trace-api.ts.

import { type Client, Protocol } from "../authority/client.ts";
import type { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import { type Prefix, scanPrefix } from "../routing/prefix.ts";

export interface Asked {
  readonly name: Name;
  readonly type: number;
  readonly client: Client;
  readonly subnet: Prefix | null;
}

/** Where a name is asked with strict delegation sets; null where all is answered everywhere, and for names of nobody's. */
export type UsualServer = (name: Name, family: 4 | 6) => string | null;

/** The question, or what is wrong with it; `path` is the page's. */
export function readAsked(path: string, query: URLSearchParams, usualServer: UsualServer): Asked | string {
  const words = { type: "A", client: "127.0.0.1", ...Object.fromEntries(query) };
  const said = query.get("name") ?? "";
  if (said === "") return `Which name? ${path}?name=www.example.com&type=A`;
  const name = nameFromText(said);
  if (typeof name === "string") return `"${said}" is no name: ${name}.`;
  const type = typeNumber(words.type.toUpperCase());
  if (type === undefined) return `"${words.type}" is no record type.`;
  const from = addressIn(words.client);
  if (from === null) return `"${words.client}" is no address.`;
  const told = query.get("subnet");
  const subnet = told === null ? null : scanPrefix(told);
  if (told !== null && subnet === null) return `"${told}" is no address and no prefix.`;
  const server = query.get("server") ?? usualServer(name, from.family);
  const at = server === null ? null : addressIn(server);
  if (server !== null && at?.family !== from.family) return `"${server}" is no address that ${words.client} could ask.`;
  return { name, type, subnet, client: clientAt(from, at) };
}

function addressIn(text: string): Prefix | null {
  return text.includes("/") ? null : scanPrefix(text);
}

/** Who asks from an address, at one of ours; over TCP, so that nothing is truncated. */
function clientAt(from: Prefix, server: Prefix | null): Client {
  const address = new Uint8Array(16);
  address.set(from.octets);
  const local = new Uint8Array(16);
  if (server !== null) local.set(server.octets);
  return { protocol: Protocol.tcp, family: from.family, address, port: 53, local };
}
