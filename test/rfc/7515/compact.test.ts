// RFC 7515 §7.1, §2, §4.1.11: a signed token in its compact form.

import { expect, test } from "vitest";
import { parseToken } from "../../../src/gateway/engine/authorizers/token.ts";

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = { alg: "RS256", kid: "one" };
const payload = part({ sub: "jo" });

test("RFC 7515 §7.1: three parts, and what was signed is the first two with the period between", () => {
  const token = parseToken(`${part(header)}.${payload}.AQID`);
  expect(token).toMatchObject({ algorithm: "RS256", kid: "one", claims: { sub: "jo" } });
  expect(new TextDecoder().decode(token?.signed)).toBe(`${part(header)}.${payload}`);
  expect(token?.signature).toEqual(new Uint8Array([1, 2, 3]));
});

test.each([
  ["RFC 7515 §7.1: one part", part(header)],
  ["RFC 7515 §7.1: two parts", `${part(header)}.${payload}`],
  ["RFC 7515 §7.1: four parts", `${part(header)}.${payload}.AQID.AQID`],
  ["RFC 7515 §2: base64url has no padding", `${part(header)}.${payload}.AQI=`],
  ["RFC 7515 §2: base64url has no plus sign", `${part(header)}.${payload}.AQ+/`],
  ["RFC 7515 §2: white space", `${part(header)}. ${payload}.AQID`],
  ["RFC 7515 §5.2: the header is a JSON object", `${part([header])}.${payload}.AQID`],
  ["RFC 7515 §4.1.11: an extension that is not understood", `${part({ ...header, crit: ["exp"] })}.${payload}.AQID`],
])("%s", (_title, text) => {
  expect(parseToken(text)).toBeNull();
});
