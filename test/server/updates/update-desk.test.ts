// The desk of updates, asked directly: what is changed, kept, served and told, and what is refused with which words.

import { expect, test } from "vitest";
import { StorageFault } from "../../../src/base/tables.ts";
import { Pins, Reader } from "../../../src/zone/epochs.ts";
import { transferReader } from "../../../src/zone/layout.ts";
import { aliasOf, change, newPrivateZone, newZone, setOf } from "../../store/fixture.ts";
import { macOf, readSignature, replyMac } from "../../peers/tsig.ts";
import { parseMessage } from "../../peers/wire.ts";
import { Desk, key, nowSeconds, otherKey, readReply } from "./desk.ts";

const anybody = [{ from: ["0.0.0.0/0"], types: ["A", "AAAA", "TXT", "CNAME", "MX", "NS", "SOA", "DHCID", "CAA"] }];
const byKey = [{ key: key.name }];
const at = (name: string): string => `${name}.example.test.`;

test("an update is stored, served and in the history, and rolled back like any change", async () => {
  const desk = new Desk(byKey);
  const { store, context, zoneId } = desk.world;
  const updates = [
    `add ${at("new")} 60 A 192.0.2.9`,
    `add ${at("www")} 300 A 192.0.2.2`,
    `add ${at("t")} 5 TXT "a\\"b" "ä"`,
  ];
  expect(await desk.ask({ key, updates })).toBe("NOERROR");
  expect(desk.answerOf(at("new"), "A")).toContain("new.example.test. 60 A 192.0.2.9");
  expect(desk.sets).toContain("www.example.test. 300 A 192.0.2.1 192.0.2.2");
  const latest = store.history(zoneId, context).at(-1);
  expect(latest).toMatchObject({
    kind: "dynamic-update",
    comment: "dynamic update by key dhcp.test. from 192.0.2.77",
    accessKey: null,
  });
  expect(latest?.sets).toHaveLength(4);
  expect(desk.lines).toContainEqual(
    expect.stringMatching(/^a dynamic update changed a zone .*"key":"dhcp.test.","client":"192.0.2.77"/),
  );
  store.rollBack({ zoneId, version: (latest?.version ?? 0) - 1 }, context);
  expect(desk.sets).toEqual(["www.example.test. 300 A 192.0.2.1"]);
  expect(desk.answerOf(at("new"), "A")).toMatch(/^NXDOMAIN/);
});

test("RFC 2136 §3.6: the serial is raised once an update, and stays where nothing changed or it was brought", async () => {
  const desk = new Desk(anybody);
  const before = desk.serial;
  const versions = (): number | undefined => desk.world.store.zone(desk.world.zoneId)?.version;
  expect(await desk.ask({ updates: [`add ${at("a")} 60 A 192.0.2.9`, `add ${at("b")} 60 A 192.0.2.9`] })).toBe(
    "NOERROR",
  );
  expect(desk.serial).toBe(before + 1);
  const version = versions();
  expect(await desk.ask({ updates: [`add ${at("a")} 60 A 192.0.2.9`, `delete ${at("none")}`] })).toBe("NOERROR");
  expect([desk.serial, versions()]).toEqual([before + 1, version]);
  const soa = "add example.test. 900 SOA ns.test. host.test. 77 1 2 3 4";
  expect(await desk.ask({ updates: [soa, `delete ${at("a")}`] })).toBe("NOERROR");
  expect(desk.serial).toBe(77);
  const soas = [...desk.world.store.recordSets(desk.world.zoneId)].filter(({ Type }) => Type === "SOA");
  expect(soas).toMatchObject([{ TTL: 900, ResourceRecords: [{ Value: "ns.test. host.test. 77 1 2 3 4" }] }]);
});

test("RFC 2136 §3.2: prerequisites are asked of what is stored", async () => {
  const desk = new Desk(anybody);
  for (const [prerequisite, rcode] of [
    [`yxrrset ${at("www")} A 192.0.2.1`, "NOERROR"],
    [`yxrrset ${at("www")} A 192.0.2.2`, "NXRRSET"],
    [`nxdomain ${at("www")}`, "YXDOMAIN"],
    [`yxdomain ${at("none")}`, "NXDOMAIN"],
    [`nxrrset ${at("www")} A`, "YXRRSET"],
    ["yxdomain www.example.org.", "NOTZONE"],
  ])
    expect(await desk.ask({ prerequisites: [prerequisite] }), prerequisite).toBe(rcode);
  expect(await desk.ask({ updates: ["delete www.example.org."] })).toBe("NOTZONE");
});

test("RFC 2136 §3.1: a zone that is not ours is NOTAUTH, a file's is told where it is changed, a private one is nobody's", async () => {
  const desk = new Desk(anybody);
  newPrivateZone(desk.world, "private.test");
  for (const zone of ["example.org.", "test.", "www.example.test.", "private.test."])
    expect(await desk.ask({ zone, updates: [] }), zone).toMatch(/^NOTAUTH 20/);
  for (const [zoneClass, rcode] of [
    [3, "NOTIMP"],
    [4242, "NOTIMP"],
    [254, "FORMERR"],
    [255, "FORMERR"],
  ] as const)
    expect(await desk.ask({ zoneClass, updates: [] }), `class ${zoneClass}`).toBe(rcode);
  expect(await desk.ask({ zone: "FILE.test.", updates: [] })).toBe(
    "REFUSED 21 a zone of a file is changed in its file; signpost zone import makes it a hosted zone, which takes updates",
  );
  expect(await desk.ask({ zone: "second.test.", updates: [] })).toBe(
    "REFUSED 21 a zone of another server is changed there: send updates to its primary",
  );
  expect(await desk.ask({ zoneType: 1 })).toBe("FORMERR");
});

test("of zones with one name the oldest takes updates, as it is the one that answers", async () => {
  const desk = new Desk(anybody);
  const { store, context, zoneId } = desk.world;
  const later = newZone(store, { ...context, nowMs: context.nowMs + 1000 }, "example.test");
  const earlier = newZone(store, { ...context, nowMs: context.nowMs - 1000 }, "example.test");
  expect(await desk.ask({ updates: [`add ${at("new")} 60 A 192.0.2.9`] })).toBe("NOERROR");
  expect(desk.answerOf(at("new"), "A")).toContain("192.0.2.9");
  expect([earlier, later, zoneId].map((id) => store.zone(id)?.version)).toEqual([2, 1, 2]);
});

test("what has an alias or a policy is there, and is changed by the API alone", async () => {
  const desk = new Desk(anybody);
  const { world } = desk;
  change(world, ["CREATE", aliasOf("alias.example.test", "A", world.zoneId, "www.example.test")]);
  for (const id of ["one", "two"])
    change(world, ["CREATE", setOf("lb.example.test", "A", ["192.0.2.7"], { SetIdentifier: id, Weight: 1 })]);
  for (const name of ["alias", "lb"]) {
    expect(await desk.ask({ prerequisites: [`yxrrset ${at(name)} A`] })).toBe("NOERROR");
    expect(await desk.ask({ prerequisites: [`yxrrset ${at(name)} A 192.0.2.7`] })).toBe("NXRRSET");
    for (const update of [`delete ${at(name)}`, `delete ${at(name)} A`, `add ${at(name)} 60 A 192.0.2.7`])
      expect(await desk.ask({ updates: [`delete ${at("www")}`, update] }), update).toBe(
        `REFUSED 21 ${at(name)} A is an alias or has a routing policy: it is changed by the API`,
      );
    expect(await desk.ask({ updates: [`add ${at(name)} 60 TXT "beside"`] })).toBe("NOERROR");
  }
  expect(desk.sets).toContain("www.example.test. 300 A 192.0.2.1");
});

test("what hosted zones cannot hold is refused with the reason, and nothing is left of it", async () => {
  const desk = new Desk(anybody);
  const dhcid = { name: at("new"), type: 49, class: 1, ttl: 60, rdata: [0, 1, 1, 5] };
  expect(await desk.ask({ updates: [`delete ${at("www")}`, dhcid] })).toBe(
    "REFUSED 21 hosted zones have no records of type DHCID",
  );
  expect(await desk.ask({ updates: [`delete ${at("www")} DHCID`] })).toBe("NOERROR");
  const many = Array.from({ length: 401 }, (_, i) => `add ${at("many")} 60 A 10.0.${i >> 8}.${i & 255}`);
  expect(await desk.ask({ updates: [`delete ${at("www")}`, ...many], protocol: 1 })).toBe(
    "REFUSED 0 [Cannot have more than 400 records in a RRSet.]",
  );
  expect(await desk.ask({ updates: [`add ${String.raw`\*`}.example.test. 60 NS ns.example.org.`] })).toMatch(
    /^REFUSED 0 \[RRSet of type NS/,
  );
  expect(desk.sets).toEqual(["www.example.test. 300 A 192.0.2.1"]);
  const enough = many.slice(0, 400);
  expect(await desk.ask({ updates: enough, protocol: 1 })).toBe("NOERROR");
});

test("RFC 2136 §3.3: who may change nothing hears so before prerequisites tell what is there", async () => {
  const desk = new Desk([{ key: key.name, names: ["*.dyn.example.test"] }]);
  const prohibited = "REFUSED 18 this client may not change the zone";
  expect(await desk.ask({ prerequisites: [`yxdomain ${at("none")}`] })).toBe(prohibited);
  expect(await desk.ask({ key: otherKey, prerequisites: [`yxdomain ${at("none")}`] })).toBe(prohibited);
  expect(await desk.ask({ key, prerequisites: [`yxdomain ${at("none")}`] })).toBe("NXDOMAIN");
  expect(await desk.ask({ key, updates: [`add ${at("a.dyn")} 60 A 192.0.2.9`, `delete ${at("www")}`] })).toBe(
    `REFUSED 18 this client may not change ${at("www")} A`,
  );
  expect(desk.sets).toEqual(["www.example.test. 300 A 192.0.2.1"]);
  expect(await new Desk([]).ask({ updates: [] })).toBe(prohibited);
});

test("RFC 8945 §5.3: the reply to a signed update is signed, whatever it says; a bad signature changes nothing", async () => {
  const desk = new Desk(byKey);
  for (const updates of [[`add ${at("new")} 60 A 192.0.2.9`], ["delete www.example.org."]]) {
    const message = desk.compose({ key, updates });
    const reply = await desk.send(message);
    const signature = readSignature(reply ?? new Uint8Array(0));
    expect(Buffer.from(signature.mac)).toEqual(Buffer.from(replyMac(signature, key, macOf(message), "first")));
    expect(parseMessage(reply ?? new Uint8Array(0))).toMatchObject({ opcode: 5, questions: [{ type: 6, class: 1 }] });
  }
  const updates = [`delete ${at("www")}`];
  const bent = { ...key, secret: new Uint8Array(32) };
  for (const [sent, error] of [
    [{ key: bent }, 16],
    [{ key: { ...key, name: "nobody.test." } }, 17],
    [{ key, timeSeconds: nowSeconds - 301 }, 18],
  ] as const) {
    const reply = await desk.send(desk.compose({ ...sent, updates }));
    expect(readReply(reply)).toBe("NOTAUTH");
    expect(readSignature(reply ?? new Uint8Array(0)).error).toBe(error);
  }
  expect(desk.sets).toContain("www.example.test. 300 A 192.0.2.1");
});

test("a signed update that comes again is answered again, and not carried out again (RFC 8945 §10)", async () => {
  const desk = new Desk([...byKey, { from: ["192.0.2.88"] }]);
  const message = desk.compose({
    key,
    prerequisites: [`nxdomain ${at("new")}`],
    updates: [`add ${at("new")} 60 A 192.0.2.9`],
  });
  const first = await desk.send(message);
  expect(readReply(first)).toBe("NOERROR");
  expect(await desk.ask({ key, updates: [`delete ${at("new")}`] })).toBe("NOERROR");
  expect(await desk.send(message)).toEqual(first);
  const passedOn = message.with(0, message[0] ^ 0x55);
  expect(await desk.send(passedOn)).toEqual(first?.with(0, message[0] ^ 0x55));
  expect(desk.sets).toEqual(["www.example.test. 300 A 192.0.2.1"]);
  const unsigned = desk.compose({
    prerequisites: [`nxdomain ${at("new")}`],
    updates: [`add ${at("new")} 60 A 192.0.2.9`],
  });
  const from = "192.0.2.88";
  expect([readReply(await desk.send(unsigned, { from })), readReply(await desk.send(unsigned, { from }))]).toEqual([
    "NOERROR",
    "YXDOMAIN",
  ]);
});

test("a reply fits what its client takes: the text goes first, then OPT", async () => {
  const desk = new Desk(byKey);
  const long = `${"l".repeat(60)}.${"m".repeat(60)}.${"n".repeat(60)}.example.test.`;
  change(desk.world, ["CREATE", aliasOf(long, "A", desk.world.zoneId, "www.example.test")]);
  for (const edns of [undefined, { size: 512 }, { size: 4096 }]) {
    const message = desk.compose({
      key,
      updates: [`delete ${long}`],
      ...(edns === undefined ? { edns: undefined as never } : { edns }),
    });
    const reply = await desk.send(message);
    expect(reply?.length).toBeLessThanOrEqual(edns?.size ?? 512);
    expect(readReply(reply)).toMatch(edns === undefined ? /^REFUSED$/ : /^REFUSED 21 l+\./);
  }
});

test("EDNS: another version is BADVERS, and options that are none are FORMERR", async () => {
  const desk = new Desk(anybody);
  expect(await desk.ask({ edns: { version: 1 }, updates: [`delete ${at("www")}`] })).toBe("BADVERS");
  expect(readReply(await desk.send(Uint8Array.of(1, 2, 0x28, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3)))).toBe("FORMERR");
  expect(desk.sets).toHaveLength(1);
});

test("storage that fails is SERVFAIL, and the update was not", async () => {
  const desk = new Desk(anybody);
  const { tables } = desk.world;
  const put = tables.put.bind(tables);
  tables.put = () => {
    throw new StorageFault("the disk is full");
  };
  expect(await desk.ask({ updates: [`delete ${at("www")}`] })).toBe(
    "SERVFAIL 0 The change could not be stored: the disk is full",
  );
  tables.put = () => {
    throw new Error("broken");
  };
  await expect(desk.ask({ updates: [`delete ${at("www")}`] })).rejects.toThrow("broken");
  expect(desk.desk.counts.get("SERVFAIL")).toBe(2);
  tables.put = put;
  expect(await desk.ask({ prerequisites: [`yxdomain ${at("www")}`], updates: [] })).toBe("NOERROR");
});

test("the answer waits for the workers, and not for ever", async () => {
  const waited: string[] = [];
  const desk = new Desk(anybody);
  const hosted = {
    publicZoneAt: desk.hosted.publicZoneAt.bind(desk.hosted),
    whenServed: (id: string, ms: number) => {
      waited.push(`${typeof id} ${ms}`);
      return Promise.resolve();
    },
  };
  const waiting = new Desk(anybody, { hosted, store: desk.world.store, tables: desk.world.tables });
  expect(await waiting.ask({ updates: [`delete ${at("www")}`] })).toBe("NOERROR");
  expect(waited).toEqual(["string 2000"]);
  expect(await waiting.ask({ updates: [`delete ${at("www")}`] })).toBe("NOERROR");
  expect(waited).toHaveLength(1);
  const hasty = new Desk(anybody, {
    hosted,
    store: desk.world.store,
    tables: desk.world.tables,
    waits: "until durable",
  });
  expect(await hasty.ask({ updates: [`add ${at("new")} 60 A 192.0.2.9`] })).toBe("NOERROR");
  expect(waited).toHaveLength(1);
});

test("it waits for who answers, and not for who sends zones or compares them: those look at old versions for minutes", async () => {
  const desk = new Desk(anybody);
  new Pins(desk.image.memory, transferReader).take();
  const startMs = performance.now();
  expect(await desk.ask({ updates: [`add ${at("new")} 60 A 192.0.2.9`] })).toBe("NOERROR");
  expect(performance.now() - startMs).toBeLessThan(1_000);
  const worker = new Reader(desk.image.memory, 0);
  worker.enter();
  const late = desk.ask({ updates: [`delete ${at("new")}`] });
  expect(await Promise.race([late, new Promise((resolve) => setTimeout(resolve, 50, "waits"))])).toBe("waits");
  worker.leave();
  expect(await late).toBe("NOERROR");
});

test("answers are counted by result", async () => {
  const desk = new Desk(byKey);
  await desk.ask({ key, updates: [`delete ${at("www")}`] });
  await desk.ask({ key, updates: [] });
  await desk.ask({ updates: [] });
  await desk.send(desk.compose({ key: { ...key, secret: new Uint8Array(32) } }));
  expect([...desk.desk.counts]).toEqual([
    ["NOERROR", 2],
    ["REFUSED", 1],
    ["NOTAUTH", 1],
  ]);
});
