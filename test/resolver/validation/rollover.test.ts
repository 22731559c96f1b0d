// Zones that change their keys, begin to sign or stop: what was trusted before must not stand in the way for longer than it must.

import { expect, test } from "vitest";
import { DnssecAlgorithm } from "../../../src/dns/codes.ts";
import { readDnsKey } from "../../../src/dnssec/dnskey.ts";
import { signRRset } from "../../../src/dnssec/sign.ts";
import type { SigningFault } from "../../../src/lab/signing/faults.ts";
import { keyOf, nextKey } from "../../../src/lab/signing/keys.ts";
import { times } from "../../../src/lab/signing/times.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { type Internet, type InternetOptions, name } from "../internet.ts";
import { servedBy, type Signing, signed, signedInternet, sites } from "./signed.ts";

type SigningOf = Readonly<Record<string, Signing>>;

const example = "example.com.";
const algorithm = DnssecAlgorithm.ECDSAP256SHA256;

/** Some zones signed with their next keys, and vouched for so. */
function rolled(...origins: string[]): SigningOf {
  const byNext = (origin: string): [string, Signing] => [
    origin,
    { faults: [{ about: "", disguise: () => nextKey(name(origin), algorithm) }] },
  ];
  return { ...signed, ...Object.fromEntries(origins.map(byNext)) };
}

function serveAll(net: Internet, signing: SigningOf): void {
  for (const address of Object.keys(sites)) net.serve(address, servedBy(address, sites, signing));
}

const bothRootKeys: InternetOptions = {
  trustAnchors: [
    { zone: name("."), signers: [], keys: [keyOf, nextKey].map((key) => readDnsKey(key(name("."), algorithm).dnskey)) },
  ],
};

const rollovers: readonly (readonly [string, SigningOf])[] = [
  ["its keys", rolled(example)],
  ["the keys of the zone above", rolled("com.")],
  ["both", rolled("com.", example)],
  ["the root's, for which there is an anchor", rolled(".")],
  ["all", rolled(".", "com.", example)],
];

test.each(rollovers)("RFC 4035 §4.7: a zone that changed %s at once is asked for them anew", (_, signing) => {
  const net = signedInternet(sites, signed, bothRootKeys);
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
  serveAll(net, signing);
  net.passSeconds(31);
  expect(net.ask("ns.example.com.").resolution.security).toBe("secure");
  expect(net.ask("nothing.example.com.").resolution.security).toBe("secure");
  expect(net.ask("www.plain.com.").resolution.security).toBe("insecure");
  expect(net.ask("www.sub.example.com.").resolution.security).toBe("insecure");
  expect(net.ask("nothing.").resolution.security).toBe("secure");
});

test("RFC 4035 §4.7: the trace tells that keys are asked for anew", () => {
  const net = signedInternet(sites, signed, bothRootKeys);
  net.ask("www.example.com.");
  serveAll(net, rolled(example));
  net.passSeconds(31);
  expectSteps(net.ask("ns.example.com."), ["validate.new-keys", "validate.ask", "validate.keys", "validate.secure"]);
});

test("signatures by keys that never were cost the zone few questions", () => {
  const net = signedInternet();
  net.ask("www.example.com.");
  const names = Array.from({ length: 10 }, (_, i) => `host${i}.example.com.`);
  const zone = `${sites["127.53.0.20"][example]}\n${names.map((one) => `${one} A 192.0.2.7`).join("\n")}`;
  const gone = { ...signed, [example]: { faults: ["gone-key"], types: ["A"] as const } };
  net.serve("127.53.0.20", servedBy("127.53.0.20", { ...sites, "127.53.0.20": { [example]: zone } }, gone));
  net.passSeconds(31);
  const queries = names.flatMap((one) => {
    const asked = net.ask(one);
    expect(asked).toMatchObject({ rcode: "SERVFAIL", errors: [9] });
    return asked.queries;
  });
  expect(queries.filter((query) => query.endsWith(" example.com. DNSKEY"))).toHaveLength(1);
  expect(queries.filter((query) => query.endsWith(" example.com. DS"))).toHaveLength(1);
});

test("RFC 4035 §5.2: a zone that stops signing, and begins again, when its DS has had its time", () => {
  const net = signedInternet();
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
  serveAll(net, { ".": {}, "com.": {} });
  net.passSeconds(3601);
  expect(net.ask("www.example.com.").resolution.security).toBe("insecure");
  serveAll(net, signed);
  net.passSeconds(3601);
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
});

test("nobody makes us ask the zones above him for their keys", () => {
  const net = signedInternet();
  net.ask("www.plain.com.");
  const spoil: SigningFault["spoil"] = (set, { key }) => ({
    ...set,
    signatures: [".", "com."].map((zone) => signRRset(set, name(zone), key, times.usual)),
  });
  const evil: Signing = { ds: "withheld", faults: [{ about: "", spoil }], types: ["A", "SOA"] };
  net.serve("127.53.0.30", servedBy("127.53.0.30", sites, { ...signed, "plain.com.": evil }));
  net.passSeconds(31);
  for (const ask of ["ns.plain.com.", "nothing.plain.com."]) {
    const asked = net.ask(ask);
    expect(asked.resolution.security).toBe("insecure");
    expect(asked.queries).toHaveLength(1);
  }
});
