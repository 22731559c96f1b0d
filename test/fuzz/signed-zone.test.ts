// Signed zone files whose chains are broken: lines lost, doubled, moved to other owners, octets of RDATA changed. Whatever
// is left, loading and checking throw nothing, every question has an answer within bounds, and the memory comes back.

import { expect, test } from "vitest";
import { Asking, head, nameOf, newImage } from "../authority/asking.ts";
import { fakeSigned, type FakeDenial } from "../differential/fake-signer.ts";
import { composeQuery, parseMessage, rcodeText } from "../peers/wire.ts";
import { loadZone } from "../../src/zone/load.ts";

const rounds = Number(process.env["FUZZ_ROUNDS"] ?? 600);

const text = `${head}www A 192.0.2.10
*.wild TXT "stands in"
*.alias CNAME x.wild
a.b A 192.0.2.11
old DNAME b
secure NS ns1
secure DS 1 13 2 ${"00".repeat(32)}
insecure NS ns1
x.under NS ns1
`;
const denials: readonly FakeDenial[] = [
  { kind: "nsec" },
  { kind: "nsec3", iterations: 1, salt: "aa", span: "all" },
  { kind: "nsec3", iterations: 0, salt: "", span: "opt-out" },
];
const zones = denials.map((denial) => fakeSigned("example.", text, denial).split("\n"));
const names = [
  "",
  "www.",
  "0.",
  "zz.",
  "x.wild.",
  "y.alias.",
  "b.",
  "a.old.",
  "q.secure.",
  "q.insecure.",
  "x.x.under.",
];

function drawing(seed: number): (below: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Lines of a zone with some of them lost, doubled, given to another owner, or with another digit in their RDATA. */
function broken(lines: readonly string[], draw: (below: number) => number): string {
  const left = [...lines];
  for (let i = 1 + draw(6); i > 0; i--) {
    const at = 2 + draw(left.length - 2);
    const [owner, ...rest] = left[at].split(" ");
    const [other] = left[draw(left.length)].split(" ");
    switch (draw(5)) {
      case 0:
        left.splice(at, 1 + draw(3));
        break;
      case 1:
        left.splice(draw(left.length), 0, left[at]);
        break;
      case 2:
        left[at] = [other, ...rest].join(" ");
        break;
      case 3:
        left[at] = [owner, ...left[draw(left.length)].split(" ").slice(1)].join(" ");
        break;
      default:
        left[at] = left[at].replace(/[\da-f](?=[\da-f]*$)/, draw(16).toString(16));
    }
  }
  return left.join("\n");
}

test(`${rounds} broken signed zones neither throw nor hang, and leave no memory behind`, { timeout: 60_000 }, () => {
  const image = newImage();
  const asking = new Asking(image);
  const apex = nameOf("example.");
  let served = 0;
  let warned = 0;
  for (let seed = 1; seed <= rounds; seed++) {
    const draw = drawing(seed);
    const zoneText = broken(zones[draw(zones.length)], draw);
    const source = { file: "z", text: new TextEncoder().encode(zoneText), apex, origin: apex, open: () => "none" };
    const { zone, faults } = loadZone(image, { ...source, nowSeconds: 1_800_000_000 });
    if (faults.length > 0) warned++;
    if (zone === null) continue;
    image.publish([zone]);
    served++;
    for (const name of names) {
      for (const type of ["A", "TXT", "DS", "NSEC", "RRSIG", "ANY"]) {
        const query = composeQuery(`${name}example.`, type, { edns: { flags: 0x8000, size: 512 + draw(1000) } });
        const reply = asking.send(query, { protocol: draw(2) as 0 | 1 });
        const said = `seed ${seed}: ${name} ${type}`;
        expect(reply, said).not.toBeNull();
        expect(["NOERROR", "NXDOMAIN", "YXDOMAIN"], said).toContain(rcodeText(parseMessage(reply!).rcode));
      }
    }
  }
  expect(served).toBeGreaterThan(rounds / 3);
  expect(warned).toBeGreaterThan(rounds / 3);
  image.publish([], [apex]);
  image.publish([]);
  image.reclaim();
  // What is left is the forest's, which is compacted now and then.
  expect(image.usedOctets).toBeLessThan(2 ** 17);
});
