// A small root whose keys tests change, a resolver that trusts one of them, and what follows it; in virtual time.

import { onTestFinished } from "vitest";
import { printRdata } from "../../src/dns/rdata.ts";
import { RRType } from "../../src/dns/types.ts";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { signRRset } from "../../src/dnssec/sign.ts";
import { type AnchorNews, AnchorRollover } from "../../src/server/anchor-rollover.ts";
import { name, newKey, records } from "../dnssec/records.ts";
import { type Internet, internet } from "../resolver/internet.ts";

type Key = ReturnType<typeof newKey>;

export const address = "127.53.0.1";
const day = 86_400;
export const [one, two] = [newKey(257), newKey(257)];
const hints = "@ NS a.root-servers.net.\na.root-servers.net. A 127.53.0.1";

/** The key with the bit that takes it back, which changes its tag as well. */
export function revoked(key: Key): Key {
  const dnskey = key.dnskey.slice();
  dnskey[1] |= 0x80;
  const read = readDnsKey(dnskey);
  return { ...key, dnskey, read, tag: read.tag };
}

export interface RollingRoot {
  readonly net: Internet;
  readonly rollover: AnchorRollover;
  readonly news: string[];
  readonly trusted: () => number[];
  /** The root has these keys now, all of which sign. */
  readonly has: (...keys: Key[]) => void;
  readonly passDays: (days: number) => void;
}

function toldOf(news: AnchorNews): string {
  return news.kind === "key" ? `${news.tag} ${news.from} -> ${news.to}` : news.kind;
}

/** Another one takes up what the file says; `before` is an internet of its own. */
export function rollingRoot(file: string | null, before?: Internet): RollingRoot {
  const net = before ?? internet({}, { trustAnchors: [{ zone: name("."), signers: [], keys: [one.read] }] });
  const { resolver, clock } = net;
  const news: string[] = [];
  const tell = (one: AnchorNews): number => news.push(one.kind === "fault" ? one.text : toldOf(one));
  const rollover = new AnchorRollover({ resolver, settle: () => net.run(), clock, file, tell });
  onTestFinished(() => rollover.end());
  return {
    net,
    rollover,
    news,
    trusted: () => resolver.world.trust.anchors.flatMap(({ keys }) => keys.map(({ tag }) => tag)),
    has: (...keys) => {
      const text = keys.map(({ dnskey }) => `. 86400 DNSKEY ${printRdata(RRType.DNSKEY, dnskey)}`).join("\n");
      const set = records(text);
      const inception = clock.wallSeconds() - day;
      const times = { inception, expiration: inception + 100 * day };
      const signatures = keys.map(
        (key) => `. 86400 RRSIG ${printRdata(RRType.RRSIG, signRRset(set, name("."), key, times))}`,
      );
      net.serve(address, { ".": `${hints}\n${text}\n${signatures.join("\n")}` });
    },
    passDays: (days) => {
      net.ask("somebody.asks.");
      net.passSeconds(days * day);
      rollover.look();
      net.run();
    },
  };
}
