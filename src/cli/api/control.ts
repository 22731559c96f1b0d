// How `signpost api` asks a running server: by the control API that AWS clients use, and by the page that says where APIs are
// reached (../../server/gateway/gateway-api.ts). What the server refuses is its own sentence, passed on.

import type { ApiView, GatewayPage } from "../../server/gateway/gateway-api.ts";
import { askApi, send, urlOf } from "../api-client.ts";
import { Failure } from "../program.ts";
import { signatureHeaders, signerOf } from "./signing.ts";

export interface ControlOptions {
  /** HOST:PORT or a URL. */
  readonly api: string;
  readonly region?: string;
}

/** An API that was found, and how to ask about it. */
export interface Desk {
  readonly api: ApiView;
  readonly page: GatewayPage;
  /** The operation below /restapis/{id}; returns its answer. */
  readonly ask: <Answer>(
    method: string,
    path: string,
    body?: unknown,
    query?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Every item of a list, page by page. */
  readonly all: <Item>(path: string, query?: Readonly<Record<string, string>>) => Promise<Item[]>;
}

const pageItems = "500";

export async function gatewayPage({ api, region }: ControlOptions): Promise<GatewayPage> {
  const page = (await (await askApi(api, "GET", "/_signpost/gateway", {})).json()) as GatewayPage;
  return region === undefined ? page : { ...page, apis: page.apis.filter((one) => one.region === region) };
}

/** By its id, or by its name where only one API has it. */
export async function deskOf(options: ControlOptions, named: string): Promise<Desk> {
  const page = await gatewayPage(options);
  const api = page.apis.find(({ id }) => id === named) ?? onlyOne(page.apis, named);
  const ask = async <Answer>(
    method: string,
    path: string,
    body?: unknown,
    query: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const url = urlOf(options.api, `/restapis/${api.id}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const text = body === undefined ? "" : JSON.stringify(body);
    const signature = signatureHeaders({ method, url, body: text }, signerOf(process.env), api.region, Date.now());
    const headers = { ...signature, Accept: "application/json", "Content-Type": "application/json" };
    const response = await send(url, method, headers, body === undefined ? undefined : text);
    const answer = await response.text();
    if (!response.ok) throw new Failure(1, sentenceOf(answer) ?? `The server answers ${response.status}.`);
    return JSON.parse(answer) as Answer;
  };
  const all = async <Item>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Item[]> => {
    const items: Item[] = [];
    for (let position: string | undefined = ""; position !== undefined;) {
      const from: Readonly<Record<string, string>> = position === "" ? {} : { position };
      const { item = [], position: next }: { item?: Item[]; position?: string } = await ask("GET", path, undefined, {
        ...query,
        ...from,
        limit: pageItems,
      });
      items.push(...item);
      position = next;
    }
    return items;
  };
  return { api, page, ask, all };
}

function onlyOne(apis: readonly ApiView[], name: string): ApiView {
  const found = apis.filter((api) => api.name === name);
  if (found.length === 1) return found[0];
  if (found.length === 0) throw new Failure(1, `There is no API ${name}: \`signpost api list\` shows which there are.`);
  const ids = found.map(({ id, region }) => `${id} (${region})`).join(", ");
  throw new Failure(1, `${found.length} APIs are called ${name}: say which by its id, ${ids}.`);
}

/** The stage of the API, or a sentence about those that it has. */
export function stageOf({ api }: Pick<Desk, "api">, name: string): ApiView["stages"][number] {
  const found = api.stages.find((stage) => stage.name === name);
  if (found !== undefined) return found;
  const names = api.stages.map((stage) => stage.name).join(", ");
  throw new Failure(1, `${api.name} has no stage ${name}: it has ${names === "" ? "none" : names}.`);
}

/** What the control API says of a fault. */
function sentenceOf(answer: string): string | null {
  try {
    const { message, Message = message } = JSON.parse(answer) as { message?: string; Message?: string };
    return typeof Message === "string" && Message !== "" ? Message.replaceAll("\n", " ") : null;
  } catch {
    return null;
  }
}
