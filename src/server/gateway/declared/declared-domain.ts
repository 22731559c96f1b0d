// The custom domains of declared APIs, from the name to the stage: the domain and its base path in the gateway, and in front
// of it a hosted zone of the domain's name with an alias to where the domain leads (AWS guide: routing-to-api-gateway). The zone
// is the domain's own, so no other zone is written to; it is one like others, and AWS clients see it.

import { cryptoRandom } from "../../../net/upstream/crypto-random.ts";
import type { ControlContext } from "../../../gateway/control/context.ts";
import type { GatewayStore } from "../../../gateway/control/gateway-store.ts";
import type { DomainName } from "../../../gateway/model/access.ts";
import type { Route53Store } from "../../../store/route53-store.ts";
import { otherAccount } from "../../accounts.ts";

export interface WantedDomain {
  readonly domain: string;
  /** "" for the whole domain. */
  readonly basePath: string;
  readonly endpoint: "REGIONAL" | "EDGE";
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

  /** Leads a file's domain to its stage; null takes away what the file had before. */
  put(file: string, wanted: WantedDomain | null): void {
    for (const { domainName } of this.#domainsOf(file)) if (domainName !== wanted?.domain) this.#remove(domainName);
    if (wanted === null) return;
    const domain = this.#domain(file, wanted);
    this.#map(wanted);
    this.#alias(wanted.domain, domain);
  }

  #domain(file: string, { domain: domainName, endpoint }: WantedDomain): DomainName {
    const { gateway } = this.#parts;
    const known = gateway.domain(domainName)?.domain;
    if (known?.endpointConfiguration.types.includes(endpoint) === true) return known;
    if (known !== undefined) this.#remove(domainName);
    const certificate = `arn:aws:acm:${region}:${otherAccount}:certificate/declared`;
    const arn = endpoint === "EDGE" ? { certificateArn: certificate } : { regionalCertificateArn: certificate };
    const input = { domainName, endpointConfiguration: { types: [endpoint] }, tags: { [ownerTag]: file }, ...arn };
    return gateway.createDomainName(input, this.#context());
  }

  #map({ domain: domainName, basePath, apiId: restApiId, stage }: WantedDomain): void {
    const { gateway } = this.#parts;
    const shown = basePath === "" ? "(none)" : basePath;
    const mappings = gateway.domain(domainName)?.mappings ?? [];
    if (mappings.some((one) => one.basePath === shown && one.restApiId === restApiId && one.stage === stage)) return;
    for (const one of mappings)
      if (one.basePath === shown || one.restApiId === restApiId)
        gateway.deleteBasePathMapping({ domainName, basePath: one.basePath }, this.#context());
    gateway.createBasePathMapping({ domainName, basePath, restApiId, stage }, this.#context());
  }

  /** An alias at the top of a zone of the domain's own name, for both families. */
  #alias(domainName: string, domain: DomainName): void {
    const target = domain.regionalDomainName ?? domain.distributionDomainName;
    const targetZone = domain.regionalHostedZoneId ?? domain.distributionHostedZoneId;
    if (target === undefined || targetZone === undefined || domainName.startsWith("*.")) return;
    const { zones } = this.#parts;
    const zoneId = this.#zoneOf(domainName) ?? this.#newZone(domainName);
    const held = [...zones.recordSets(zoneId)];
    const wanted = (["A", "AAAA"] as const).filter(
      (type) => !held.some((set) => set.Type === type && set.AliasTarget?.DNSName === `${target}.`),
    );
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
    const isOurs = zoneId !== null && zones.zone(zoneId)?.comment === zoneComment;
    if (zoneId === null || !isOurs) return;
    const aliases = [...zones.recordSets(zoneId)].filter((set) => set.AliasTarget !== undefined);
    if (aliases.length > 0)
      zones.changeResourceRecordSets(
        {
          HostedZoneId: zoneId,
          ChangeBatch: { Changes: aliases.map((set) => ({ Action: "DELETE", ResourceRecordSet: set })) },
        },
        this.#context(),
      );
    zones.deleteHostedZone({ Id: zoneId }, this.#context());
  }

  #domainsOf(file: string): DomainName[] {
    return Array.from(this.#parts.gateway.domains(), ({ domain }) => domain).filter(
      ({ tags }) => tags?.[ownerTag] === file,
    );
  }

  #context(): ControlContext {
    return { account: otherAccount, region, accessKey: null, nowMs: this.#parts.nowMs(), random: cryptoRandom };
  }
}
