import { expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";
import type { RRset } from "../../../src/dns/rrset.ts";
import { makeDs, readDs } from "../../../src/dnssec/ds.ts";
import { signRRset, type SigningKey } from "../../../src/dnssec/sign.ts";
import type { VerifyContext } from "../../../src/dnssec/verify.ts";
import {
  type FollowedAnchor,
  follow,
  followed,
  type Following,
  trustedNow,
} from "../../../src/resolver/validation/followed-anchor.ts";
import type { TrustAnchor } from "../../../src/resolver/validation/trust.ts";
import { name, newKey, records } from "../../dnssec/records.ts";
import { revoked } from "../../server/rolling-root.ts";

type Key = ReturnType<typeof newKey>;

const zone = "example.";
const day = 86_400;
const start = Date.parse("2026-01-01") / 1000;
const [one, two, three] = [newKey(257), newKey(257), newKey(257)];
const zoneSigning = newKey(256);

function contextAt(days: number): VerifyContext {
  const nowSeconds = start + days * day;
  return { crypto: nodeDnssecCrypto, nowSeconds, leniency: "current", work: { checksLeft: 64 } };
}

const anchorOf = (...keys: Key[]): TrustAnchor => ({
  zone: name(zone),
  signers: [],
  keys: keys.map(({ read }) => read),
});

/** The zone's keys on some day, signed for `signedDays` by those that are said. */
function keySet(
  days: number,
  keys: readonly Key[],
  signers: readonly SigningKey[],
  ttl = 3600,
  signedDays = 14,
): RRset {
  const lines = keys.map(({ read }) => `${zone} ${ttl} DNSKEY ${read.flags} 3 15 ${read.publicKey.toBase64()}`);
  const set = records(lines.join("\n"));
  const inception = start + days * day - day;
  const times = { inception, expiration: inception + (signedDays + 1) * day };
  return { ...set, signatures: signers.map((key) => signRRset(set, name(zone), key, times)) };
}

const see = (before: FollowedAnchor, days: number, keys: readonly Key[], ...signers: readonly Key[]): Following =>
  follow(before, keySet(days, keys, signers), contextAt(days));

/** "1 valid, 2 pending" */
function told({ keys }: FollowedAnchor): string {
  const numbers = new Map([one, two, three].map((key, i) => [key.read.publicKey.toBase64(), i + 1]));
  return keys
    .map(({ key, state }) => `${numbers.get(key.publicKey.toBase64())} ${state}`)
    .toSorted()
    .join(", ");
}

function trusted(anchor: FollowedAnchor): number[] | null {
  const now = trustedNow(anchor, contextAt(0));
  return now === null ? null : sorted(...now.keys.map(({ tag }) => tag), ...now.signers.map(({ keyTag }) => keyTag));
}

function sorted(...tags: number[]): number[] {
  return tags.toSorted((a, b) => a - b);
}

test("RFC 5011 §2.4.1: a new key is trusted once it was there for thirty days", () => {
  let { anchor } = see(followed(anchorOf(one)), 0, [one, zoneSigning], one);
  expect(told(anchor)).toBe("1 valid");
  ({ anchor } = see(anchor, 1, [one, two], one));
  expect(told(anchor)).toBe("1 valid, 2 pending");
  expect(trusted(anchor)).toEqual(sorted(one.tag));
  ({ anchor } = see(anchor, 30.9, [one, two], one));
  expect(told(anchor)).toBe("1 valid, 2 pending");
  const last = see(anchor, 31, [one, two], one);
  expect(told(last.anchor)).toBe("1 valid, 2 valid");
  expect(last.changes).toEqual([{ key: two.read, from: "pending", to: "valid" }]);
  expect(trusted(last.anchor)).toEqual(sorted(one.tag, two.tag));
});

test("RFC 5011 §2.4.1: or for as long as the set may be kept, where that is longer", () => {
  const first = followed(anchorOf(one));
  const forty = 40 * day;
  let { anchor } = follow(first, keySet(0, [one, two], [one], forty), contextAt(0));
  ({ anchor } = follow(anchor, keySet(35, [one, two], [one], forty), contextAt(35)));
  expect(told(anchor)).toBe("1 valid, 2 pending");
  ({ anchor } = follow(anchor, keySet(40, [one, two], [one], forty), contextAt(40)));
  expect(told(anchor)).toBe("1 valid, 2 valid");
});

test("RFC 5011 §4.1, KeyRem: a pending key that goes away begins anew", () => {
  let { anchor } = see(followed(anchorOf(one)), 0, [one, two], one);
  ({ anchor } = see(anchor, 20, [one], one));
  expect(told(anchor)).toBe("1 valid");
  ({ anchor } = see(anchor, 21, [one, two], one));
  ({ anchor } = see(anchor, 40, [one, two], one));
  expect(told(anchor)).toBe("1 valid, 2 pending");
});

test("RFC 5011 §4.2: a valid key that is missing is trusted, and comes back", () => {
  let { anchor } = see(followed(anchorOf(one, two)), 0, [one, two], one);
  ({ anchor } = see(anchor, 1, [two], two));
  expect(told(anchor)).toBe("1 missing, 2 valid");
  expect(trusted(anchor)).toEqual(sorted(one.tag, two.tag));
  ({ anchor } = see(anchor, 2, [one, two], two));
  expect(told(anchor)).toBe("1 valid, 2 valid");
});

test("RFC 5011 §2.2: a key that no trusted one vouches for is nothing, however long it is there", () => {
  let { anchor } = see(followed(anchorOf(one)), 0, [one], one);
  for (const days of [1, 40, 80]) {
    const next = see(anchor, days, [one, two], two);
    expect([next.isSigned, next.changes]).toEqual([false, []]);
    ({ anchor } = next);
  }
  expect(told(anchor)).toBe("1 valid");
});

test("RFC 5011 §2.2: a pending key vouches for nobody", () => {
  let { anchor } = see(followed(anchorOf(one)), 0, [one, two], one);
  ({ anchor } = see(anchor, 1, [two, three], two));
  expect(told(anchor)).toBe("1 valid, 2 pending");
});

test("RFC 5011 §2.1: a key that says so itself is trusted no more, for ever", () => {
  let { anchor } = see(followed(anchorOf(one, two)), 0, [one, two], one);
  const gone = revoked(one);
  const taken = see(anchor, 1, [gone, two], gone, two);
  ({ anchor } = taken);
  expect(told(anchor)).toBe("1 revoked, 2 valid");
  expect(taken.changes).toEqual([{ key: one.read, from: "valid", to: "revoked" }]);
  expect(trusted(anchor)).toEqual(sorted(two.tag));
  ({ anchor } = see(anchor, 2, [one, two], one, two));
  ({ anchor } = see(anchor, 90, [one, two], one, two));
  expect(told(anchor)).toBe("1 revoked, 2 valid");
  expect(see(anchor, 91, [one, three], one).isSigned).toBe(false);
});

test("RFC 5011 §2.1: it needs nobody else's signature for that", () => {
  const gone = revoked(one);
  const { anchor, isSigned } = see(followed(anchorOf(one, two)), 0, [gone, three], gone);
  expect([told(anchor), isSigned]).toEqual(["1 revoked", false]);
  expect(trusted(anchor)).toEqual(sorted(two.tag));
});

test("RFC 5011 §2.1: nobody else can say so", () => {
  const { anchor } = see(followed(anchorOf(one, two)), 0, [revoked(one), two], two);
  expect(told(anchor)).toBe("2 valid");
  expect(trusted(anchor)).toEqual(sorted(one.tag, two.tag));
});

test("RFC 5011 §2.1: a pending key that is taken back is forgotten", () => {
  let { anchor } = see(followed(anchorOf(one)), 0, [one, two], one);
  ({ anchor } = see(anchor, 1, [one, revoked(two)], one, revoked(two)));
  expect(told(anchor)).toBe("1 valid");
});

test("RFC 5011 §5: without a key left there is no anchor any more", () => {
  const gone = revoked(one);
  const { anchor } = see(followed(anchorOf(one)), 0, [gone], gone);
  expect(trusted(anchor)).toBeNull();
  expect(see(anchor, 1, [two], two).isSigned).toBe(false);
});

test("RFC 5011 §2: what the operator vouches for by a digest is followed as its key; a taken back one is not believed by its digest", () => {
  const signers = [one, two].map(({ read }) => readDs(makeDs(name(zone), read, 2, nodeDnssecCrypto)));
  let { anchor } = see(followed({ zone: name(zone), signers, keys: [] }), 0, [one], one);
  expect(told(anchor)).toBe("1 valid");
  expect(trusted(anchor)).toEqual(sorted(one.tag, one.tag, two.tag));
  const gone = revoked(one);
  ({ anchor } = see(anchor, 1, [gone, two], gone, two));
  expect(told(anchor)).toBe("1 revoked, 2 valid");
  expect(trusted(anchor)).toEqual(sorted(two.tag, two.tag));
});

test.each([
  ["half the TTL", 2 * day, 14, day],
  ["half of what is left of the signature", 30 * day, 4, 2 * day],
  ["an hour at least", 60, 14, 3_600],
  ["fifteen days at most", 60 * day, 60, 15 * day],
])("RFC 5011 §2.3: the zone is looked at again after %s", (_, ttl, signedDays, wanted) => {
  const set = keySet(0, [one], [one], ttl, signedDays);
  expect(follow(followed(anchorOf(one)), set, contextAt(0)).againSeconds).toBe(wanted);
});

test.each([
  ["a tenth of the TTL", 5 * day, day / 2],
  ["an hour at least", 60, 3_600],
  ["a day at most", 60 * day, day],
])("RFC 5011 §2.3: a look in vain is repeated after %s", (_, ttl, wanted) => {
  const set = keySet(0, [two], [two], ttl, 60);
  expect(follow(followed(anchorOf(one)), set, contextAt(0)).againSeconds).toBe(wanted);
});

test("a set without signatures is looked at again in an hour", () => {
  const { isSigned, againSeconds } = see(followed(anchorOf(one)), 0, [one]);
  expect([isSigned, againSeconds]).toEqual([false, 3_600]);
});

test("keys that are no entry points are not followed", () => {
  const { anchor } = see(followed(anchorOf(one)), 0, [one, zoneSigning], one);
  expect(told(anchor)).toBe("1 valid");
});
