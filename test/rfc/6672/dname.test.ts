// DNAME: the subtree is another's, the name itself is not.

import { expect, test } from "vitest";
import { Asking, check, head, newImage, serve } from "../../authority/asking.ts";

const zone = `${head}old 900 DNAME new
old TXT "the owner itself"
www.new A 192.0.2.8
away DNAME example.net.
long DNAME ${"a".repeat(62)}.${"b".repeat(62)}.${"c".repeat(62)}
`;

test("RFC 6672 §2.4: the owner's own data is answered, the DNAME among it", () => {
  check({ "example.": zone }, [
    ["old.example. DNAME", "NOERROR aa an[old.example. 900 DNAME new.example.]"],
    ["old.example. TXT", 'NOERROR aa an[old.example. 3600 TXT "\\u0010the owner itsel"]'],
    ["old.example. A", "NOERROR aa au[example. 300 SOA soa]"],
  ]);
});

test("RFC 6672 §3.1: below it, DNAME and synthesised CNAME with its TTL, and on", () => {
  const dname = "old.example. 900 DNAME new.example.";
  check({ "example.": zone }, [
    [
      "www.old.example. A",
      `NOERROR aa an[${dname}, www.new.example. 3600 A 192.0.2.8, www.old.example. 900 CNAME www.new.example.]`,
    ],
    ["www.old.example. CNAME", `NOERROR aa an[${dname}, www.old.example. 900 CNAME www.new.example.]`],
    ["x.old.example. A", `NXDOMAIN aa an[${dname}, x.old.example. 900 CNAME x.new.example.] au[example. 300 SOA soa]`],
    [
      "a.b.away.example. A",
      "NOERROR aa an[a.b.away.example. 3600 CNAME a.b.example.net., away.example. 3600 DNAME example.net.]",
    ],
  ]);
});

test("RFC 6672 §2.2: a name that grows too long is YXDOMAIN", () => {
  const image = newImage();
  serve(image, { "example.": zone });
  const label = "d".repeat(60);
  expect(new Asking(image).ask(`${label}.long.example.`, "A")).toMatch(
    /^YXDOMAIN aa an\[long.example. 3600 DNAME [^,]*\]$/,
  );
  expect(new Asking(image).ask("x.long.example.", "A")).toMatch(/^NXDOMAIN aa an/);
});
