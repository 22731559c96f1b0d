// Extended DNS errors: REFUSED and SERVFAIL say why.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";

const text = (code: string, words: string): string => `15:${code}${Buffer.from(words).toString("hex")}`;

test("RFC 8914 §4.21: a name that is not ours is Not Authoritative", () => {
  const asking = new Asking(newImage());
  expect(asking.ask("a.", "A", { edns: {} })).toContain(text("0014", "this server holds no zone for the name"));
  expect(asking.ask("a.", "A")).toBe("REFUSED");
});

test("RFC 8914 §4.22: what this server does not do is Not Supported", () => {
  const image = newImage();
  serve(image, { "a.": head });
  const asking = new Asking(image);
  expect(asking.ask("a.", "SOA", { edns: {}, flags: 5 << 11 })).toContain(text("0015", "this server does not do that"));
});

test("RFC 8914 §4.19: a zone for who may not have it is Prohibited", () => {
  const image = newImage();
  serve(image, { "a.": head });
  const said = text("0012", "this client may not have this zone transferred");
  expect(new Asking(image).ask("a.", "AXFR", { edns: {}, protocol: 1 })).toContain(said);
});
