// The hosted zones and health checks that a test begins with, made through the store as the API makes them, so that what
// a test is given is what a client would have got. A reset makes them anew.

import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import type { ControlPlane } from "../server/control-plane.ts";
import type { CallContext } from "../store/context.ts";
import type { HostedZoneOptions, SignpostOptions } from "./options.ts";

export interface MadeZone {
  /** Without "/hostedzone/". */
  readonly id: string;
  readonly name: string;
}

const account = "000000000000";
/** An address of nobody: a check that is disabled probes nothing, and counts as healthy. */
const unprobed = { Type: "HTTP", IPAddress: "192.0.2.1", Port: 80, Disabled: true } as const;

export function makeGiven(control: ControlPlane, { healthChecks = [], hostedZones = [] }: SignpostOptions): MadeZone[] {
  const { store, clock } = control;
  const context: CallContext = { account, accessKey: null, nowMs: clock.wallMs(), random: cryptoRandom };
  const checks = new Map<string, string>();
  for (const name of healthChecks) {
    const { HealthCheck } = store.createHealthCheck({ CallerReference: name, HealthCheckConfig: unprobed }, context);
    checks.set(name, HealthCheck.Id);
  }
  const made = hostedZones.map((zone, index) => {
    const { HostedZone } = store.createHostedZone(
      {
        Name: zone.name,
        CallerReference: `${index}`,
        ...(zone.vpc !== undefined && { VPC: { VPCId: zone.vpc.id, VPCRegion: zone.vpc.region } }),
      },
      context,
    );
    const id = HostedZone.Id.replace(/^\/hostedzone\//, "");
    const text = withCheckIds(recordText(zone), checks);
    if (text !== "") store.importZone({ zoneId: id, text, mode: "merge", apex: "zone" }, context);
    return { id, name: HostedZone.Name };
  });
  // A test begins with them: there is no propagation to wait for.
  control.hosted.flush();
  return made;
}

function recordText({ records = "" }: HostedZoneOptions): string {
  if (typeof records === "string") return records;
  return records.map((set) => `;!route53 ${JSON.stringify(set)}\n`).join("");
}

/** Names of health checks become their ids; whatever else stands there is an id already. */
function withCheckIds(text: string, checks: ReadonlyMap<string, string>): string {
  return text.replaceAll(/("HealthCheckId"\s*:\s*")([^"]*)"/g, (_, before: string, name: string) => {
    return `${before}${checks.get(name) ?? name}"`;
  });
}
