import { expect, test } from "vitest";
import { plainNsec3 } from "../../../src/dnssec/denial-chain.ts";
import { RRType } from "../../../src/dns/types.ts";
import { signZone } from "../../../src/dnssec/sign-zone.ts";
import { name } from "../../dnssec/records.ts";
import { signing, zoneSets } from "../../dnssec/zones.ts";

test.each([
  [3600, 300, 300],
  [60, 300, 60],
])("RFC 9077 §3: of an SOA with TTL %i and minimum %i, proofs live for %i seconds", (ttl, minimum, wanted) => {
  const { sets } = zoneSets(
    `$ORIGIN example.test.\n@ ${ttl} SOA ns host 1 2 3 4 ${minimum}\n@ 3600 NS ns.other.test.\n`,
  );
  for (const denial of [{ kind: "nsec" } as const, plainNsec3]) {
    const signed = signZone(name("example.test."), sets, { ...signing, denial });
    const proofs = signed.filter(({ type }) => type === RRType.NSEC || type === RRType.NSEC3);
    expect(proofs.map(({ ttlSeconds }) => ttlSeconds)).toEqual([wanted]);
  }
});
