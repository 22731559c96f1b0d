// Zone transfers: who may have which zone, and what the messages are.

import { expect, test } from "vitest";
import { head, newImage, serve } from "../../authority/asking.ts";
import { host, policy, type SetText } from "../../authority/hosting.ts";
import { recordsOf, Transfers } from "../../authority/transfers.ts";
import { renderReply } from "../../differential/render.ts";
import { composeQuery, flags, nameText, parseMessage, typeText } from "../../peers/wire.ts";

const zone = `${head}Www A 192.0.2.10
www A 192.0.2.11
*.wild TXT "w"
sub NS ns.sub
sub DS 12345 13 2 ${"AB".repeat(32)}
ns.sub A 192.0.2.20
hidden.sub A 192.0.2.21
old DNAME new
z TYPE65280 \\# 2 0102
`;

function transfers(text: string = zone): Transfers {
  const image = newImage();
  serve(image, { "example.": text });
  return new Transfers(image);
}

/** "name TYPE" of every record, in order. */
function listed(messages: readonly Uint8Array[]): string[] {
  return messages
    .flatMap((message) => parseMessage(message).answer)
    .map(({ owner, type }) => `${nameText(owner)} ${typeText(type)}`);
}

test("RFC 5936 §4.2: AXFR over UDP is not implemented", () => {
  expect(transfers().asking.ask("example.", "AXFR")).toBe("NOTIMP");
});

test("RFC 5936 §2.2.1: what is no zone of ours is NOTAUTH", () => {
  for (const name of ["ns1.example.", "nowhere.example.", "other.", "."]) {
    expect(transfers().asking.ask(name, "AXFR", { protocol: 1 }), name).toBe("NOTAUTH");
    expect(transfers().asking.ask(name, "IXFR"), name).toBe("NOTAUTH");
  }
});

test("RFC 5936 §5: who may not have a zone is REFUSED, and told why", () => {
  const stranger = { protocol: 1, address: [192, 0, 2, 1], edns: {} } as const;
  const reply = transfers().asking.send(composeQuery("example.", "AXFR", stranger), stranger);
  expect(renderReply(reply)).toMatch(/^REFUSED opt\{1232 v0 15:0012/);
});

test("RFC 5936 §2.2: the SOA stands first and last, and everything once between them", () => {
  const records = listed(transfers().ask("example."));
  expect(records.at(0)).toBe("example. SOA");
  expect(records.at(-1)).toBe("example. SOA");
  expect(records.slice(1, -1).toSorted()).toEqual([
    "*.wild.example. TXT", "Www.example. A", "Www.example. A", "example. NS", "hidden.sub.example. A", "ns.sub.example. A",
    "ns1.example. A", "old.example. DNAME", "sub.example. DS", "sub.example. NS", "z.example. TYPE65280",
  ]); // prettier-ignore
});

test("RFC 5936 §2.2.1: id, AA and the question come back in the first message; later ones have the id", () => {
  const many = Array.from({ length: 3000 }, (_, i) => `host${i} TXT "${"x".repeat(40)}"\n`).join("");
  const messages = transfers(zone + many).ask("EXAMPLE.", "AXFR", { id: 0xbeef, flags: flags.rd });
  const parsed = messages.map((message) => parseMessage(message));
  expect(parsed.length).toBeGreaterThan(5);
  expect(parsed.map(({ id, flags: bits }) => [id, bits])).toEqual(
    parsed.map(() => [0xbeef, flags.qr | flags.aa | flags.rd]),
  );
  expect(parsed.map(({ questions }) => questions.length)).toEqual(parsed.map((_, i) => (i === 0 ? 1 : 0)));
  expect(nameText(parsed[0].questions[0].name)).toBe("EXAMPLE.");
  for (const message of messages.slice(0, -1)) {
    expect(message.length).toBeLessThanOrEqual(16_384);
    expect(message.length).toBeGreaterThan(16_200);
  }
  const records = recordsOf(messages);
  expect(new Set(records).size).toBe(records.length - 1);
  expect(records.filter((record) => record.startsWith("host"))).toHaveLength(3000);
});

test("RFC 5936 §2.2.5: OPT in the first message to who sends one", () => {
  expect(
    transfers()
      .ask("example.", "AXFR", { edns: { flags: 0x8000 } })
      .map((m) => parseMessage(m).opt),
  ).toEqual([{ size: 1232, version: 0, flags: 0x8000, options: [] }]);
  expect(parseMessage(transfers().ask("example.")[0]).opt).toBe(null);
});

test("RFC 5936 §3.4: names are compressed where they may be, and records larger than messages go alone", () => {
  const large = Array.from({ length: 120 }, (_, i) => `"${String(i).padStart(250, "x")}"`).join(" ");
  const messages = transfers(`${zone}large TXT ${large}\nmx MX 10 www\n`).ask("example.");
  const sizes = messages.map((message) => message.length);
  expect(Math.max(...sizes)).toBeGreaterThan(30_000);
  const records = recordsOf(messages);
  expect(records.filter((record) => record.startsWith("large"))).toHaveLength(1);
  expect(records).toContain(`mx.example. 3600 MX 000a${Buffer.from("\x03www\x07example\0").toString("hex")}`);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(31_500);
});

test("RFC 5936 §3.4: every name keeps its case, however the question and others are written", () => {
  const messages = transfers(`${zone}a.WWW A 192.0.2.9\nmx MX 10 WwW.example.\n`).ask("EXAMPLE.");
  const names = messages.flatMap((message) => parseMessage(message).answer).map(({ owner }) => nameText(owner));
  expect(names.filter((name) => name.includes("EXAMPLE"))).toEqual([]);
  expect(recordsOf(messages)).toContain(
    `mx.example. 3600 MX 000a${Buffer.from("\x03WwW\x07example\0").toString("hex")}`,
  );
});

test("RFC 5936 §3: a root zone is transferred like any other", () => {
  const image = newImage();
  serve(image, { ".": `. 60 SOA ns. host. 1 2 3 4 5\n. 60 NS ns.\nns. 60 A 192.0.2.1\n` });
  expect(listed(new Transfers(image).ask("."))).toEqual([". SOA", ". NS", "ns. A", ". SOA"]);
});

test("RFC 5936 §3: hosted zones of plain records are transferred, those that choose are refused", () => {
  const image = newImage();
  host(image, "plain.", ["www 60 A 192.0.2.1"]);
  const choosing = host(image, "choosing.", ["www 60 A 192.0.2.1"]);
  const all = new Transfers(image);
  expect(listed(all.ask("plain."))).toEqual(["plain. SOA", "plain. NS", "www.plain. A", "plain. SOA"]);
  expect(listed(all.ask("choosing."))).toHaveLength(4);
  const set = (sets: readonly SetText[]): number => image.apply([policy(choosing, "app.choosing.", "A", sets)]);
  set([{ routing: { policy: "weighted", weight: 1 }, values: ["192.0.2.2"] }]);
  const [refused] = all.ask("choosing.", "AXFR", { edns: {} });
  expect(renderReply(refused)).toMatch(/^REFUSED opt\{1232 v0 15:0015/);
  set([]);
  expect(listed(all.ask("choosing."))).toHaveLength(4);
});
