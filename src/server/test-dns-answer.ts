// The operation TestDNSAnswer (API:TestDNSAnswer): what a public hosted zone answers a resolver, or whom that asks for.
// The answer itself comes from the responder that answers UDP (./test-answer.ts).

import { randomInt } from "node:crypto";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import { type Prefix, scanPrefix } from "../routing/prefix.ts";
import type { CallContext } from "../store/context.ts";
import { invalidInput } from "../store/faults.ts";
import { bareId } from "../store/ids.ts";
import type { Route53Store } from "../store/route53-store.ts";
import type { HostedZones } from "./hosted-zones.ts";
import { openRouting, type RoutingData } from "./routing-data.ts";
import { AnswerTester } from "./test-answer.ts";
import type { ServedZones } from "./zones.ts";

interface TestDnsAnswerRequest {
  readonly HostedZoneId: string;
  readonly RecordName: string;
  readonly RecordType: string;
  readonly ResolverIP?: string;
  readonly EDNS0ClientSubnetIP?: string;
  readonly EDNS0ClientSubnetMask?: string;
}

interface TestDnsAnswerResponse {
  readonly Nameserver: string;
  readonly RecordName: string;
  readonly RecordType: string;
  readonly RecordData: readonly string[];
  readonly ResponseCode: string;
  readonly Protocol: string;
}

/** When nobody says a resolver, it is one in Northern Virginia: this address is of that region's published ranges. */
const usualResolver = "54.243.31.193";

/** Bits of a client subnet when nobody says how many. */
const usualMask = { 4: 24, 6: 64 } as const;

export class AnswerTests {
  readonly #store: Route53Store;
  readonly #hosted: HostedZones;
  readonly #tester: AnswerTester;

  constructor(store: Route53Store, hosted: HostedZones, zones: Pick<ServedZones, "image">, routing: RoutingData) {
    this.#store = store;
    this.#hosted = hosted;
    this.#tester = new AnswerTester(zones.image.memory, openRouting(routing, randomInt(2 ** 32)));
  }

  testDNSAnswer(input: TestDnsAnswerRequest, context: CallContext): TestDnsAnswerResponse {
    const { HostedZoneId, RecordName, RecordType, ResolverIP = usualResolver } = input;
    const { HostedZone, DelegationSet } = this.#store.getHostedZone({ Id: HostedZoneId }, context);
    if (HostedZone.Config.PrivateZone === true)
      throw invalidInput("This operation is only supported for public hosted zones.");
    const name = nameFromText(RecordName);
    if (typeof name === "string") throw invalidInput(`${RecordName} is not a valid domain name: ${name}.`);
    const view = this.#hosted.viewOf(bareId(HostedZone.Id, "hostedzone"));
    if (view === null) throw invalidInput("The hosted zone is not served.");
    const { responseCode, protocol, recordData } = this.#tester.ask({
      view,
      name,
      type: typeNumber(RecordType) ?? 0,
      resolver: addressOf(ResolverIP, "resolver"),
      subnet: subnetOf(input),
    });
    return {
      Nameserver: DelegationSet?.NameServers[0] ?? "",
      RecordName,
      RecordType,
      RecordData: recordData,
      ResponseCode: responseCode,
      Protocol: protocol,
    };
  }
}

function subnetOf({ EDNS0ClientSubnetIP, EDNS0ClientSubnetMask }: TestDnsAnswerRequest): Prefix | null {
  if (EDNS0ClientSubnetIP === undefined) return null;
  const address = addressOf(EDNS0ClientSubnetIP, "EDNS0 client subnet");
  const most = address.family === 4 ? 32 : 128;
  const mask = EDNS0ClientSubnetMask === undefined ? usualMask[address.family] : Number(EDNS0ClientSubnetMask);
  if (!Number.isInteger(mask) || mask < 0 || mask > most)
    throw invalidInput(`The EDNS0 client subnet mask must be a number from 0 to ${most}.`);
  return { ...address, length: mask };
}

function addressOf(text: string, what: string): Prefix {
  const prefix = text.includes("/") ? null : scanPrefix(text);
  if (prefix === null) throw invalidInput(`${text} is not a valid IP address of a ${what}.`);
  return prefix;
}
