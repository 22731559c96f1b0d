// Interoperable server cookies: the vectors of RFC 9018 appendix A, and the life of a cookie.

import { expect, test } from "vitest";
import { CookieState, Cookies } from "../../../src/authority/cookies.ts";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { digitsOf, octets } from "../support.ts";

const secret = octets("e5e973e5a6b2a43f48e7dc849e37bfcf");
const address = octets("c6336464"); // 198.51.100.100

test("RFC 9018 appendix A.1: a cookie learned", () => {
  const cookies = new Cookies(secret);
  expect(cookies.check(octets("2464c4abcf10c957"), 0, 8, address, 4, 1559731985)).toBe(CookieState.clientOnly);
  expect(digitsOf(cookies.reply)).toBe("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
});

test("RFC 9018 appendix A.2: the same client, renewed after half an hour", () => {
  const cookies = new Cookies(secret);
  const sent = octets("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
  expect(cookies.check(sent, 0, 24, address, 4, 1559734385)).toBe(CookieState.valid);
  expect(digitsOf(cookies.reply)).toBe("2464c4abcf10c957010000005cf7a871d4a564a1442aca77");
});

test("RFC 9018 appendix A.3: reserved octets are hashed as they came", () => {
  const cookies = new Cookies(secret);
  const sent = octets("fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5");
  expect(cookies.check(sent, 0, 24, octets("cb0071cb"), 4, 1559727985)).toBe(CookieState.valid);
});

test("RFC 9018 appendix A.4: over IPv6, after a rollover of the secret", () => {
  const rolled = new Cookies(octets("445536bcd2513298075a5d379663c962"));
  const sent = octets("22681ab97d52c298010000005cf7c57926556bd0934c72f8");
  const ip6 = octets("20010db8022000015bd5c1d4ce7fe7ba".slice(0, 32));
  expect(rolled.check(sent, 0, 24, ip6, 16, 1559741961)).toBe(CookieState.invalid);
});

test("RFC 9018 §4.3: an hour old is invalid, five minutes ahead is forgiven", () => {
  const cookies = new Cookies(secret);
  cookies.check(octets("2464c4abcf10c957"), 0, 8, address, 4, 1_000_000);
  const sent = cookies.reply.slice();
  for (const [now, state] of [
    [1_000_000, CookieState.valid],
    [1_003_600, CookieState.valid],
    [1_003_601, CookieState.invalid],
    [999_700, CookieState.valid],
    [999_699, CookieState.invalid],
  ] as const)
    expect(cookies.check(sent, 0, 24, address, 4, now), `at ${now}`).toBe(state);
  sent[23] ^= 1;
  expect(cookies.check(sent, 0, 24, address, 4, 1_000_000)).toBe(CookieState.invalid);
  expect(cookies.check(sent, 0, 24, octets("c6336465"), 4, 1_000_000)).toBe(CookieState.invalid);
});

test("RFC 9018 §3: servers that share the secret take each other's cookies", () => {
  const image = newImage();
  serve(image, { "a.": head });
  const [one, other] = [0, 1].map((reader) => new Asking(image, { reader, cookieSecret: secret }));
  const first = one.send(query(octets("0102030405060708")))!;
  const cookie = first.slice(-24);
  one.send(query(cookie));
  expect(one.responder.addressProven).toBe(1);
  other.send(query(cookie));
  expect(other.responder.addressProven).toBe(1);
  other.send(query(octets("0102030405060708")));
  expect(other.responder.addressProven).toBe(0);
});

function query(cookie: Uint8Array): Uint8Array {
  const length = cookie.length.toString(16).padStart(4, "0");
  const rdlength = (cookie.length + 4).toString(16).padStart(4, "0");
  return octets(
    `000100000001000000000001 0161 00 0001 0001 00 0029 04d0 00000000 ${rdlength} 000a ${length} ${digitsOf(cookie)}`,
  );
}
