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
  expect(asking.ask("a.", 252, { edns: {}, protocol: 1 })).toContain(text("0015", "this server does not do that"));
});
