// The APIs that the gateway serves: where each stage is reached, the names that lead there, and what its requests came to.
// Invariant: prices and figures are the server's; only the mean of a latency is worked out here.

import { element, paragraph, table } from "./elements.ts";
import { linkTo } from "./place.ts";
import { jsonOf } from "./server.ts";

interface Places {
  readonly apis: readonly {
    readonly id: string;
    readonly name: string;
    readonly endpoint: string;
    readonly file: string | null;
    readonly stages: readonly { readonly name: string; readonly places: readonly { readonly url: string }[] }[];
  }[];
  readonly domains: readonly {
    readonly name: string;
    readonly endpoint: string;
    readonly target: string;
    readonly mappings: readonly { readonly basePath: string; readonly apiId: string; readonly stage: string }[];
  }[];
}

interface Figures {
  readonly stages: readonly {
    readonly apiId: string;
    readonly stageName: string;
    readonly count: number;
    readonly clientErrors: number;
    readonly serverErrors: number;
    readonly throttled: number;
    readonly latencyMsSum: number;
  }[];
}

interface Cost {
  readonly currency: string;
  readonly cost: number;
  readonly requests: number;
  readonly asOf: string;
}

export async function showApis(into: HTMLElement): Promise<void> {
  const [{ apis, domains }, figures, cost] = await Promise.all([
    jsonOf<Places>("/_signpost/gateway"),
    jsonOf<Figures>("/_signpost/gateway/figures"),
    jsonOf<Cost>("/_signpost/gateway/cost"),
  ]);
  into.append(element("h1", {}, "APIs"));
  if (apis.length === 0)
    into.append(paragraph("None yet: put an OpenAPI file into apis/, or use any client of API Gateway."));
  for (const { id, name, endpoint, file, stages } of apis) {
    into.append(
      element("h2", {}, name, " ", element("code", {}, id)),
      paragraph(`${endpoint}${file === null ? "" : `, of ${file}`}`),
      element("ul", {}, ...stages.flatMap((stage) => stage.places.map(({ url }) => placeItem(stage.name, url)))),
    );
  }
  if (domains.length > 0) {
    into.append(element("h1", {}, "Custom domain names"), table(["name", "endpoint", "leads to", "mappings"], domains.map(domainCells))); // prettier-ignore
  }
  if (figures.stages.length > 0) {
    const heads = ["API", "stage", "requests", "4xx", "5xx", "of these 429", "mean ms"];
    into.append(element("h1", {}, "Since the start"), table(heads, figures.stages.map(figureCells)));
    into.append(paragraph(`${cost.requests === 1 ? "1 request" : `${cost.requests} requests`} would cost ${cost.cost.toFixed(6)} ${cost.currency} at AWS (prices of ${cost.asOf}).`)); // prettier-ignore
  }
}

function placeItem(stage: string, url: string): HTMLElement {
  return element("li", {}, `${stage}: `, element("a", { href: url, target: "_blank", rel: "noreferrer" }, url));
}

function domainCells({ name, endpoint, target, mappings }: Places["domains"][number]): (Node | string)[] {
  const link = element("a", { href: linkTo("ask", { name, type: "A" }) }, name);
  const led = mappings.map(({ basePath, apiId, stage }) => `/${basePath} → ${apiId} ${stage}`);
  return [link, endpoint, target, led.join(", ")];
}

function figureCells(stage: Figures["stages"][number]): string[] {
  const { apiId, stageName, count, clientErrors, serverErrors, throttled, latencyMsSum } = stage;
  const mean = count === 0 ? "" : (latencyMsSum / count).toFixed(2);
  return [apiId, stageName, ...[count, clientErrors, serverErrors, throttled].map(String), mean];
}
