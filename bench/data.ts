// The data that benchmarks serve and ask: zones as master files in a temporary folder, and dnsperf question files.
// Everything follows from a seed, so two runs (and two machines) see the same octets.

import { closeSync, linkSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { PeerZone } from "../test/peers/peer.ts";
import { signZone } from "../test/peers/signers.ts";

/** A set of zones that several scenarios share, so that servers start once for all of them. */
export interface Dataset {
  name: string;
  /** Writes the zones below `folder`, one `ORIGIN.zone` a zone. */
  write(folder: string): PeerZone[];
  records: number;
  startSeconds: number;
  /** Other cores than the settings', as taskset takes them. */
  cores?: { server: string; load: string };
}

/** A repeatable stream of numbers in [0, 1): mulberry32. */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const names = 10_000;
const chains = 1_000;
const delegations = 1_000;
const wildcards = 100;

const head = (origin: string): string =>
  `$ORIGIN ${origin}\n$TTL 3600\n@ SOA ns1 host 1 7200 900 1209600 300\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n`;
const address = (i: number): string => `10.${(i >>> 16) & 255}.${(i >>> 8) & 255}.${i & 255}`;

/** 10,000 names, and beside them wildcards, alias chains and delegations. */
export const base: Dataset = {
  name: "base",
  records: names + 4 * chains + 4 * delegations + wildcards + 5,
  startSeconds: 30,
  write: (folder) => {
    const lines = [head("bench.test.")];
    for (let i = 0; i < names; i++) lines.push(`host-${i} A ${address(i)}\n`);
    for (let i = 0; i < wildcards; i++) lines.push(`*.wild-${i} A ${address(i)}\n`);
    for (let i = 0; i < chains; i++)
      lines.push(
        `chain-${i} CNAME middle-${i}\nmiddle-${i} CNAME last-${i}\nlast-${i} CNAME end-${i}\nend-${i} A ${address(i)}\n`,
      );
    for (let i = 0; i < delegations; i++)
      lines.push(
        `child-${i} NS ns1.child-${i}\nchild-${i} NS ns2.child-${i}\nns1.child-${i} A 192.0.2.8\nns2.child-${i} A 192.0.2.9\n`,
      );
    return [writeZone(folder, "bench.test.", lines)];
  },
};

/** The names of `base` signed with ECDSA P-256, each denial with NSEC or NSEC3, in a zone of its own. */
export const signed: Dataset = {
  name: "signed",
  records: 2 * (names * 4 + 20),
  startSeconds: 60,
  write: (folder) =>
    (["NSEC", "1 0 0 -"] as const).map((denial) => {
      const origin = denial === "NSEC" ? "nsec.test." : "nsec3.test.";
      const lines = Array.from({ length: names }, (_, i) => `host-${i} A ${address(i)}\n`);
      const zone = signZone(folder, {
        origin,
        text: [head(origin), ...lines].join(""),
        denial,
        signer: "dnssec-signzone",
      });
      const file = join(folder, `${origin}zone`);
      renameSync(zone.file, file);
      return { ...zone, file };
    }),
};

/** Static names, beside which bench/policies-server.ts hosts as many of each policy in `policies.test.`. */
export const policies: Dataset = {
  name: "policies",
  records: names + 5,
  startSeconds: 30,
  write: (folder) => {
    const lines = Array.from({ length: names }, (_, i) => `host-${i} A ${address(i)}\n`);
    return [writeZone(folder, "static.test.", [head("static.test."), ...lines])];
  },
};

/** One zone of so many records, an address a name. */
export function oneLargeZone(records: number): Dataset {
  return {
    name: `records-${records}`,
    records,
    startSeconds: 240,
    write: (folder) => {
      const file = join(folder, "large.test.zone");
      const target = openSync(file, "w");
      writeSync(target, head("large.test."));
      for (let i = 0; i < records; i += 10_000) {
        let text = "";
        for (let j = i; j < Math.min(records, i + 10_000); j++) text += `host-${j} A ${address(j)}\n`;
        writeSync(target, text);
      }
      closeSync(target);
      return [{ origin: "large.test.", file }];
    },
  };
}

/** So many small zones of one text; the files are links to one. */
export function manyZones(count: number): Dataset {
  return {
    name: `zones-${count}`,
    records: 8 * count,
    startSeconds: 240,
    write: (folder) => {
      const text =
        "$TTL 3600\n@ SOA ns1 host 1 7200 900 1209600 300\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n@ A 192.0.2.3\nwww A 192.0.2.4\nmail A 192.0.2.5\n";
      const template = join(folder, "template");
      writeFileSync(template, text);
      const zones: PeerZone[] = [];
      for (let i = 0; i < count; i++) {
        const file = join(folder, "zones", `zone-${i}.test.zone`);
        if (i === 0) mkdirSync(join(folder, "zones"));
        linkOrCopy(template, file, text);
        zones.push({ origin: `zone-${i}.test.`, file });
      }
      return zones;
    },
  };
}

/** A file has at most 65,000 links on ext4. */
function linkOrCopy(template: string, file: string, text: string): void {
  try {
    linkSync(template, file);
  } catch {
    writeFileSync(file, text);
  }
}

function writeZone(folder: string, origin: string, lines: readonly string[]): PeerZone {
  const file = join(folder, `${origin}zone`);
  writeFileSync(file, lines.join(""));
  return { origin, file };
}

/** Questions for dnsperf, one a line; `line` makes one out of a random number in [0, 1) and the stream for more. */
export function writeQuestions(
  file: string,
  count: number,
  seed: number,
  line: (random: () => number) => string,
): void {
  const random = randomStream(seed);
  const target = openSync(file, "w");
  for (let i = 0; i < count; i += 10_000) {
    const lines: string[] = [];
    for (let j = i; j < Math.min(count, i + 10_000); j++) lines.push(line(random));
    writeSync(target, `${lines.join("\n")}\n`);
  }
  closeSync(target);
}

export const counts = { names, chains, delegations, wildcards };
