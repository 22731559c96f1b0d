// Under which names the gateway answers, and where each of them leads: every API that has a stage, every custom domain. They
// follow the store: what is there at the start, and what each commit changes. DNS gets them (../gateway-names.ts), and TLS asks
// here whether a name is ours.
// Edge-optimised names lead to the edge locations, where there are any; names of private APIs are for VPCs alone.

import type { DomainName } from "../../gateway/model/access.ts";
import type { GatewayEffect } from "../../gateway/model/catalogue.ts";
import type { EndpointConfiguration } from "../../gateway/model/shapes.ts";
import type { GatewayNames, GatewayPlace } from "../gateway-names.ts";

/** What of the store is looked at. */
export interface ReachableStore {
  apis(): Iterable<{ readonly region: string; readonly api: { readonly id: string } }>;
  domains(): Iterable<{ readonly domain: DomainName }>;
  /** The API as its stages serve it; null when it has none. */
  servedApi(apiId: string): { readonly region: string; readonly endpoint: EndpointConfiguration } | null;
  domain(name: string): { readonly domain: DomainName } | null;
}

export interface Places {
  /** Where regional endpoints are. */
  readonly regional: readonly GatewayPlace[];
  /** Where edge-optimised ones are; none: where the regional ones are. */
  readonly edges: readonly GatewayPlace[];
  /** The views of all VPCs. */
  readonly vpcViews: readonly number[];
}

export class ReachableNames {
  readonly #store: ReachableStore;
  readonly #names: GatewayNames;
  readonly #places: Places;
  /** API id or custom domain -> the names that are served for it. */
  readonly #served = new Map<string, readonly string[]>();
  readonly #all = new Set<string>();

  constructor(store: ReachableStore, names: GatewayNames, places: Places) {
    this.#store = store;
    this.#names = names;
    this.#places = places;
  }

  start(): void {
    for (const { api } of this.#store.apis()) this.#followApi(api.id);
    for (const { domain } of this.#store.domains()) this.#followDomain(domain.domainName);
  }

  notice(effects: readonly GatewayEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "stage-changed" || effect.kind === "api-deleted") this.#followApi(effect.apiId);
      else if (effect.kind === "domain-changed") this.#followDomain(effect.domainName);
    }
  }

  /** Whether a name, in lower case, is one that clients may reach us by: a certificate is made for it. */
  isOurs(name: string): boolean {
    if (this.#all.has(name) || /^[a-z0-9-]+\.execute-api\.localhost$/.test(name)) return true;
    if (this.#store.domain(name) !== null) return true;
    const dot = name.indexOf(".");
    return dot > 0 && this.#store.domain(`*${name.slice(dot)}`) !== null;
  }

  #followApi(apiId: string): void {
    const served = this.#store.servedApi(apiId);
    const names = served === null ? [] : [`${apiId}.execute-api.${served.region}.amazonaws.com`];
    this.#serve(apiId, names, served?.endpoint ?? null);
  }

  #followDomain(domainName: string): void {
    const found = this.#store.domain(domainName);
    const { regionalDomainName, distributionDomainName, endpointConfiguration } = found?.domain ?? {};
    const names = [regionalDomainName, distributionDomainName].filter((name) => name !== undefined);
    this.#serve(domainName, names, endpointConfiguration ?? null);
  }

  #serve(owner: string, names: readonly string[], endpoint: EndpointConfiguration | null): void {
    for (const name of this.#served.get(owner) ?? []) {
      this.#all.delete(name);
      if (!names.includes(name)) this.#names.remove(name);
    }
    if (names.length === 0) this.#served.delete(owner);
    else this.#served.set(owner, names);
    for (const name of names) {
      this.#all.add(name);
      const { regional, edges, vpcViews } = this.#places;
      const isEdge = name.endsWith(".cloudfront.net") || endpoint?.types.includes("EDGE") === true;
      const isPrivate = endpoint?.types.includes("PRIVATE") === true;
      const isAtEdges = isEdge && edges.length > 0 && !name.startsWith("d-");
      this.#names.put(name, isAtEdges ? edges : regional, isPrivate ? vpcViews : "everybody");
    }
  }
}
