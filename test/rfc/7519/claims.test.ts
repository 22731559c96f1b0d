// RFC 7519 §3, §7.2: the claims of a token are one JSON object, in UTF-8.

import { expect, test } from "vitest";
import { parseToken } from "../../../src/gateway/engine/authorizers/token.ts";

const part = (text: string): string => Buffer.from(text, "latin1").toString("base64url");
const header = part(`{"alg":"RS256","kid":"one"}`);

test.each<[title: string, payload: string, claims: unknown]>([
  ["RFC 7519 §3: an object", `{"sub":"jo","exp":1}`, { sub: "jo", exp: 1 }],
  ["RFC 7519 §4: no claims", "{}", {}],
  ["RFC 7519 §7.2: a list", "[]", null],
  ["RFC 7519 §7.2: a text", `"jo"`, null],
  ["RFC 7519 §7.2: no JSON", "jo", null],
  ["RFC 7519 §7.2: no UTF-8", `{"sub":"\u00ff"}`, null],
])("%s", (_title, payload, claims) => {
  expect(parseToken(`${header}.${part(payload)}.AQID`)?.claims ?? null).toEqual(claims);
});
