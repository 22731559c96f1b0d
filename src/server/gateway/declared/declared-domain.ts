// The custom domains of declared APIs, from the name to the stage: the domain and its base path in the gateway, and in front
// of it a hosted zone of the domain's name with an alias to where the domain leads (AWS guide: routing-to-api-gateway). The zone
// is the domain's own, so no other zone is written to; it is one like others, and AWS clients see it. Several files may share a
// domain, each with a base path of its own.
// Invariants: what somebody else made is neither changed nor taken away; what is refused leaves the domain from before.

import { cryptoRandom } from "../../../net/upstream/crypto-random.ts";
import type { ControlContext } from "../../../gateway/control/context.ts";
import type { GatewayStore } from "../../../gateway/control/gateway-store.ts";
import { ServiceFault } from "../../../base/service-fault.ts";
import type { BasePathMapping, DomainName } from "../../../gateway/model/access.ts";
import type { Route53Store } from "../../../store/route53-store.ts";
import { otherAccount } from "../../accounts.ts";

export interface WantedName {
  readonly domain: string;
  /** "" for the whole domain. */
  readonly basePath: string;
  readonly endpoint: "REGIONAL" | "EDGE";
}

export interface WantedDomain extends WantedName {
  readonly apiId: string;
  readonly stage: string;
}

export interface DeclaredDomainsParts {
  readonly gateway: GatewayStore;
  readonly zones: Route53Store;
  readonly nowMs: () => number;
}

const region = "us-east-1";
const ownerTag = "signpost:file";
const zoneComment = "of a declared API";

export class DeclaredDomains {
  readonly #parts: DeclaredDomainsParts;

  constructor(parts: DeclaredDomainsParts) {
    this.#parts = parts;
  }

  /** Why a domain cannot lead to an API, which may not be there yet (undefined); null when it can. Changes nothing. */
  refusal(apiId: string | undefined, { domain, basePath, endpoint }: WantedName): string | null {
    const mapped = this.#parts.gateway.domain(domain);
    if (mapped === null) return null;
    const known = this.#domains().find(({ domainName }) => domainName === domain);
    if (known === undefined) return `${domain} is a domain of another account or region`;
    const isAlone = isDeclared(known) && mapped.mappings.every(({ restApiId }) => restApiId === apiId);
    if (!hasEndpoint(known, endpoint) && !isAlone)
      return `${domain} is ${shownTypes(known)} already, for another API: x-signpost.endpoint must be the same`;
    const there = mapped.mappings.find((one) => one.basePath === shownPath(basePath));
    if (there !== undefined && there.restApiId !== apiId)
      return `${domain}/${basePath} leads to the API ${there.restApiId} already: x-signpost.basePath tells them apart`;
    return null;
  }

  /** Leads a file's domain to its API's stage, and no other that a file named. Throws a fault with a sentence. */
  put(file: string, wanted: WantedDomain): void {
    const refusal = this.refusal(wanted.apiId, wanted);
    if (refusal !== null) throw new ServiceFault("ConflictException", 409, refusal);
    const before = this.#domains().find(({ domainName }) => domainName === wanted.domain);
    if (before !== undefined && !hasEndpoint(before, wanted.endpoint)) this.#leave(before, wanted.apiId);
    const domain = this.#domain(file, wanted);
    this.#map(wanted);
    this.#alias(wanted.domain, domain);
    this.leave(wanted.apiId, wanted.domain);
  }

  /** Takes an API's domains that files named away, but for the one that is kept. */
  leave(apiId: string, kept: string | null): void {
    for (const domain of this.#domains().filter(isDeclared)) if (domain.domainName !== kept) this.#leave(domain, apiId);
  }

  /** Nothing leads to an API any more, whoever made it so: the API is about to go. */
  forget(apiId: string): void {
    for (const domain of this.#domains()) this.#leave(domain, apiId);
  }

  /** A domain that was made for files goes with the last API that it led to. */
  #leave(domain: DomainName, apiId: string): void {
    const { domainName } = domain;
    const mappings = this.#mappingsOf(domainName);
    const leading = mappings.filter(({ restApiId }) => restApiId === apiId);
    for (const { basePath } of leading) this.#unmap(domainName, basePath);
    if (isDeclared(domain) && mappings.length === leading.length) this.#remove(domainName);
  }

  #domains(): DomainName[] {
    return Array.from(this.#parts.gateway.domains())
      .filter((row) => row.account === otherAccount && row.region === region)
      .map(({ domain }) => domain);
  }

  #domain(file: string, { domain: domainName, endpoint }: WantedDomain): DomainName {
    const { gateway } = this.#parts;
    const known = gateway.domain(domainName)?.domain;
    if (known !== undefined) return known;
    const certificate = `arn:aws:acm:${region}:${otherAccount}:certificate/declared`;
    const arn = endpoint === "EDGE" ? { certificateArn: certificate } : { regionalCertificateArn: certificate };
    const input = { domainName, endpointConfiguration: { types: [endpoint] }, tags: { [ownerTag]: file }, ...arn };
    return gateway.createDomainName(input, this.#context());
  }

  #map({ domain: domainName, basePath, apiId: restApiId, stage }: WantedDomain): void {
    const mappings = this.#mappingsOf(domainName);
    const there = mappings.find((one) => one.basePath === shownPath(basePath));
    for (const one of mappings)
      if (one.restApiId === restApiId && (one !== there || one.stage !== stage)) this.#unmap(domainName, one.basePath);
    if (there?.stage === stage) return;
    this.#parts.gateway.createBasePathMapping({ domainName, basePath, restApiId, stage }, this.#context());
  }

  #unmap(domainName: string, basePath: string): void {
    this.#parts.gateway.deleteBasePathMapping({ domainName, basePath }, this.#context());
  }

  #mappingsOf(domainName: string): readonly BasePathMapping[] {
    return this.#parts.gateway.domain(domainName)?.mappings ?? [];
  }

  /** An alias at the top of a zone of the domain's own name, for both families. */
  #alias(domainName: string, domain: DomainName): void {
    const target = domain.regionalDomainName ?? domain.distributionDomainName;
    const targetZone = domain.regionalHostedZoneId ?? domain.distributionHostedZoneId;
    if (target === undefined || targetZone === undefined || domainName.startsWith("*.")) return;
    const { zones } = this.#parts;
    const zoneId = this.#zoneOf(domainName) ?? this.#newZone(domainName);
    const held = [...zones.recordSets(zoneId)].filter(({ Name }) => Name === `${domainName}.`);
    const isOurs = this.#isOurs(zoneId);
    // In a zone of somebody else only what is missing is added.
    const wanted = (["A", "AAAA"] as const).filter((type) => {
      const there = held.find((set) => set.Type === type);
      return there === undefined || (isOurs && there.AliasTarget?.DNSName !== `${target}.`);
    });
    if (wanted.length === 0) return;
    zones.changeResourceRecordSets(
      {
        HostedZoneId: zoneId,
        ChangeBatch: {
          Changes: wanted.map((type) => ({
            Action: "UPSERT",
            ResourceRecordSet: {
              Name: domainName,
              Type: type,
              AliasTarget: { HostedZoneId: targetZone, DNSName: target, EvaluateTargetHealth: false },
            },
          })),
        },
      },
      this.#context(),
    );
  }

  #newZone(domainName: string): string {
    const input = {
      Name: domainName,
      CallerReference: `declared ${domainName} ${this.#parts.nowMs()}`,
      HostedZoneConfig: { Comment: zoneComment },
    };
    return this.#parts.zones.createHostedZone(input, this.#context()).HostedZone.Id.replace("/hostedzone/", "");
  }

  /** The public hosted zone of this name, whoever made it. */
  #zoneOf(domainName: string): string | null {
    for (const zone of this.#parts.zones.zones())
      if (zone.name === `${domainName}.` && zone.account === otherAccount && !zone.isPrivate) return zone.id;
    return null;
  }

  #remove(domainName: string): void {
    const { gateway, zones } = this.#parts;
    gateway.deleteDomainName({ domainName }, this.#context());
    const zoneId = this.#zoneOf(domainName);
    if (zoneId === null || !this.#isOurs(zoneId)) return;
    const held = [...zones.recordSets(zoneId)];
    const aliases = held.filter(({ Name, AliasTarget }) => Name === `${domainName}.` && AliasTarget !== undefined);
    const apex = held.filter(({ Name, Type }) => Name === `${domainName}.` && (Type === "NS" || Type === "SOA"));
    if (aliases.length > 0)
      zones.changeResourceRecordSets(
        {
          HostedZoneId: zoneId,
          ChangeBatch: { Changes: aliases.map((set) => ({ Action: "DELETE", ResourceRecordSet: set })) },
        },
        this.#context(),
      );
    // People may have put records of their own beside it: then the zone stays, as theirs.
    if (held.length === aliases.length + apex.length) zones.deleteHostedZone({ Id: zoneId }, this.#context());
  }

  #isOurs(zoneId: string): boolean {
    return this.#parts.zones.zone(zoneId)?.comment === zoneComment;
  }

  #context(): ControlContext {
    return { account: otherAccount, region, accessKey: null, nowMs: this.#parts.nowMs(), random: cryptoRandom };
  }
}

/** Made for a file, whichever it was: such a domain goes when nothing is led by it any more. */
function isDeclared({ tags }: DomainName): boolean {
  return tags?.[ownerTag] !== undefined;
}

function hasEndpoint({ endpointConfiguration: { types } }: DomainName, endpoint: WantedName["endpoint"]): boolean {
  return types.includes(endpoint);
}

function shownTypes({ endpointConfiguration: { types } }: DomainName): string {
  return types.join().toLowerCase();
}

/** A base path as mappings show it. */
function shownPath(basePath: string): string {
  return basePath === "" ? "(none)" : basePath;
}
