// Under which addresses a stage is reached on this machine: as DNS leads clients to it, and which socket that is. The names are
// AWS's; the ports are ours, since few may listen on 443. What is best comes first: custom domains over HTTPS, then the name of
// the API itself, then plain HTTP by a name that browsers and curl know as this machine's (RFC 6761 §6.3).

import type { RestApi } from "../../gateway/model/shapes.ts";

/** ADDRESS:PORT; null where nobody listens. */
export interface Listeners {
  readonly https: string | null;
  readonly http: string | null;
  readonly edges: readonly EdgeListener[];
}

export interface EdgeListener {
  readonly location: string;
  readonly region: string;
  readonly https: string;
  readonly http: string | null;
}

export interface Place {
  /** Without a slash at its end. */
  readonly url: string;
  /** Where it is answered, whatever a resolver says. */
  readonly connect: string;
  /** The edge location; null for the regional endpoint. */
  readonly location: string | null;
}

interface Door {
  readonly scheme: "https" | "http";
  readonly at: string;
  readonly location: string | null;
}

export interface PlacesParts {
  readonly api: RestApi;
  readonly region: string;
  readonly stageName: string;
  readonly domains: readonly {
    readonly name: string;
    readonly endpoint: string;
    readonly mappings: readonly { readonly basePath: string; readonly apiId: string; readonly stage: string | null }[];
  }[];
  readonly listeners: Listeners;
}

export function placesOf({ api, region, stageName, domains, listeners }: PlacesParts): Place[] {
  const places: Place[] = [];
  for (const { name, endpoint, mappings } of domains)
    for (const { basePath, apiId, stage } of mappings) {
      if (apiId !== api.id || (stage ?? stageName) !== stageName || name.startsWith("*.")) continue;
      const path = [basePath, stage === null ? stageName : ""].filter((part) => part !== "").join("/");
      for (const door of doorsOf(listeners, endpoint.includes("EDGE"))) places.push(placeAt(door, name, path));
    }
  if (api.disableExecuteApiEndpoint) return sorted(places);
  const isEdge = api.endpointConfiguration.types.includes("EDGE");
  const own = `${api.id}.execute-api.${region}.amazonaws.com`;
  for (const door of doorsOf(listeners, isEdge)) places.push(placeAt(door, own, stageName));
  const { http } = listeners;
  if (http !== null) {
    const plain = `${api.id}.execute-api.localhost`;
    places.push(placeAt({ scheme: "http", at: http, location: null }, plain, stageName));
  }
  return sorted(places);
}

function doorsOf({ https, http, edges }: Listeners, isEdge: boolean): Door[] {
  if (isEdge && edges.length > 0) return edges.map(({ https: at, location }) => ({ scheme: "https", at, location }));
  if (https !== null) return [{ scheme: "https", at: https, location: null }];
  return http === null ? [] : [{ scheme: "http", at: http, location: null }];
}

function placeAt({ scheme, at, location }: Door, name: string, path: string): Place {
  const port = at.slice(at.lastIndexOf(":") + 1);
  const url = new URL(`${scheme}://${name}:${port}/${path}`);
  return { url: url.href.replace(/\/$/, ""), connect: reachable(at), location };
}

/** Loopback where the listener is everywhere. */
function reachable(at: string): string {
  return at.replace(/^0\.0\.0\.0(?=:)/, "127.0.0.1").replace(/^\[::\](?=:)/, "[::1]");
}

/** HTTPS before HTTP, in the order in which they came. */
function sorted(places: readonly Place[]): Place[] {
  return [
    ...places.filter(({ url }) => url.startsWith("https:")),
    ...places.filter(({ url }) => url.startsWith("http:")),
  ];
}
