// A connection of HTTP/1.1 in memory: requests in their turn, bodies that are read, dropped and too long, ends of either side, and
// the same answers wherever the network splits what a client says.

import fc from "fast-check";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { maxGatewayBodyOctets, maxGatewayHeadOctets } from "../../../src/base/limits.ts";
import type { GatewayReply } from "../../../src/gateway/engine/messages.ts";
import { converse, Line } from "./line.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);

function request(start: string, body = "", ...lines: readonly string[]): string {
  return [`${start} HTTP/1.1`, "Host: a", ...lines, "", body].join("\r\n");
}

const chunked = "Transfer-Encoding: chunked";
const post = request("POST /post", "abc", "Content-Length: 3");
const chunks = request("PUT /chunks", "2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n", chunked);
const get = request("GET /get");
const last = request("GET /last", "", "Connection: close");

/** What was said after the heads of answers. */
const bodies = (heard: string): string[] => heard.split(/HTTP\/1\.1 \d+ [^]*?\r\n\r\n/).slice(1);
const statuses = (heard: string): number[] =>
  Array.from(heard.matchAll(/HTTP\/1\.1 (\d+) /g), ([, status]) => Number(status));

const whole = (body: string, status = 200): GatewayReply => ({ status, headers: [], body });

describe("requests in their turn", () => {
  test("RFC 9112 §9.3.2: those sent ahead are answered in order", async () => {
    const { heard, hasEnded } = await converse(get + post + chunks + get + last);
    expect(bodies(heard)).toEqual(["GET /get -", "POST /post abc", "PUT /chunks abc", "GET /get -", "GET /last -"]);
    expect(hasEnded).toBe(true);
  });

  test("the next is not looked at before the last one is answered", async () => {
    const replies: ((reply: GatewayReply) => void)[] = [];
    const line = new Line(() => new Promise((resolve) => replies.push(resolve)));
    await line.say(get + get, get);
    expect(replies).toHaveLength(1);
    replies[0](whole("one"));
    await line.say();
    expect(replies).toHaveLength(2);
    replies[1](whole("two"));
    await line.say();
    replies[2](whole("three"));
    expect(bodies(await line.say())).toEqual(["one", "two", "three"]);
    line.close();
  });

  test("those whose answers nobody takes wait", async () => {
    let asked = 0;
    const line = new Line(() => {
      asked += 1;
      return whole("a".repeat(30_000));
    });
    line.client.pause();
    await line.say(get.repeat(50));
    expect(asked).toBeLessThan(20);
    line.client.resume();
    await until(async () => bodies(await line.say()).length === 50);
    expect(asked).toBe(50);
    line.close();
  });

  test("what comes behind the last one is not read (RFC 9112 §9.6)", async () => {
    const { understood, heard } = await converse(last + get, get);
    expect(understood).toHaveLength(1);
    expect(statuses(heard)).toEqual([200]);
  });

  test("what comes behind what could not be read is not read", async () => {
    const { understood, heard } = await converse(`${get}GET  / HTTP/1.1\r\n\r\n${get}`);
    expect(understood).toHaveLength(1);
    expect(heard).toMatch(/HTTP\/1\.1 400 Bad Request\r\nContent-Length: 7\r\nConnection: close\r\n\r\nrefused$/);
  });

  test.each([
    ["a head", get],
    ["heads and bodies", post + chunks + get],
    ["a body that is malformed", post + request("POST /x", "z\r\n", chunked)],
  ])("the same is understood and said wherever it is cut: %s", async (_, text) => {
    const once = await converse(text);
    for (let at = 1; at < text.length; at++) expect(await converse(text.slice(0, at), text.slice(at))).toEqual(once);
    expect(await converse(...text.split(""))).toEqual(once);
  });

  test(`the same is understood and said wherever it is cut, seed ${seed}`, { timeout: 60_000 }, async () => {
    const parts = [
      get,
      post,
      chunks,
      request("HEAD /head"),
      request("GET /1.0").replace("1.1", "1.0"),
      "\r\n",
      "X",
      last,
    ];
    const sequence = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sequence, fc.array(fc.nat(400), { maxLength: 12 }), async (requests, cuts) => {
        const text = requests.join("");
        const at = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
        expect(await converse(...pieces.filter((piece) => piece !== ""))).toEqual(await converse(text));
      }),
      { seed, numRuns: 150 },
    );
  });
});

describe("bodies", () => {
  test.each([
    ["of a length", post],
    ["in chunks", chunks],
  ])("that nobody asks for are dropped: %s", async (_, one) => {
    const line = new Line(({ target }) => whole(target));
    expect(bodies(await line.say(one.slice(0, -4), one.slice(-4) + get))).toEqual([expect.any(String), "/get"]);
    line.close();
  });

  test.each([400, 413])("are not read behind an answer of %i", async (status) => {
    const line = new Line(() => whole("no", status));
    const heard = await line.say(post.slice(0, -1), `c${get}`);
    expect(statuses(heard)).toEqual([status]);
    expect(heard).toContain("Connection: close");
    expect(line.hasEnded).toBe(true);
    line.close();
  });

  test("that are announced to be too long are not waited for", async () => {
    const { understood, heard } = await converse(request("POST /", "", `Content-Length: ${maxGatewayBodyOctets + 1}`));
    expect(understood).toMatchObject([{ body: "too large" }]);
    expect(heard).toContain("Connection: close");
  });

  test("that become too long are read no further", async () => {
    const size = maxGatewayBodyOctets + 1;
    const { understood, heard, hasEnded } = await converse(
      request("POST /", `${size.toString(16)}\r\n`, chunked),
      "a".repeat(size),
      `\r\n0\r\n\r\n${get}`,
    );
    expect(understood).toMatchObject([{ body: "too large" }]);
    expect(statuses(heard)).toEqual([200]);
    expect(hasEnded).toBe(true);
  });

  test("whose end never comes are told to whoever waits for them, and refused", async () => {
    const line = new Line();
    await line.say(post.slice(0, -1));
    line.client.end();
    expect(statuses(await line.say())).toEqual([400]);
    expect(line.understood).toMatchObject([{ body: "aborted" }]);
    line.close();
  });

  test("wait in the socket until somebody asks", async () => {
    let ask = (): void => {};
    const asked = new Promise<void>((resolve) => (ask = resolve));
    const line = new Line(async (_, readBody) => {
      await asked;
      return whole((await readBody())?.length.toString() ?? "none");
    });
    await line.say(request("POST /", "", "Content-Length: 1000000"), "a".repeat(1_000), "a".repeat(999_000));
    expect(line.client.writableLength).toBeGreaterThan(900_000);
    ask();
    await until(async () => bodies(await line.say()).length === 1);
    expect(bodies(line.heard)).toEqual(["1000000"]);
    line.close();
  });
});

describe("RFC 9110 §10.1.1: expectations", () => {
  const expecting = (what: string): string => request("POST /", "abc", "Content-Length: 3", `Expect: ${what}`);
  test.each<[string, string, number[]]>([
    ["one that is known", expecting("100-continue"), [100, 200]],
    ["one that is not", expecting("miracles"), [417]],
    ["of HTTP/1.0", expecting("100-continue").replace("1.1", "1.0"), [200]],
  ])("%s", async (_, text, wanted) => {
    expect(statuses((await converse(text)).heard)).toEqual(wanted);
  });
});

describe("heads that are too long", () => {
  test.each([
    ["a line without end", `GET /${"a".repeat(maxGatewayHeadOctets)}`],
    ["headers without end", `GET / HTTP/1.1\r\n${"A: b\r\n".repeat(maxGatewayHeadOctets / 6)}`],
    ["empty lines without end", "\r\n".repeat(maxGatewayHeadOctets)],
  ])("%s: 431", async (_, text) => {
    for (const pieces of [[text], [text.slice(0, 100), text.slice(100)]])
      expect(statuses((await converse(...pieces)).heard)).toEqual([431]);
  });
});

describe("RFC 9110 §7.8: upgrades", () => {
  const upgrade = (...more: readonly string[]): string =>
    request("GET /up", "", "Connection: Upgrade", ...more, "Upgrade: websocket");

  test("that are answered in HTTP end the connection, and what came behind is not read", async () => {
    const { understood, heard, hasEnded } = await converse(upgrade() + get);
    expect([understood.length, statuses(heard), hasEnded]).toEqual([1, [200], true]);
  });

  test.each([
    ["to what is ours to speak", upgrade().replace("websocket", "h2c")],
    ["with a body", `${upgrade("Content-Length: 3")}abc`],
    ["sent ahead", get + upgrade()],
  ])("that are not taken, %s, lose nothing of what came behind", async (_, text) => {
    const { understood, heard } = await converse(text + get);
    expect(understood.at(-1)?.target).toBe("/get");
    expect(new Set(statuses(heard))).toEqual(new Set([200]));
  });
});

describe("ends", () => {
  test("RFC 9112 §9.6: a client that has ended its side still gets its answers", async () => {
    const line = new Line();
    line.client.write(get + post);
    line.client.end();
    expect(bodies(await line.say())).toEqual(["GET /get -", "POST /post abc"]);
    expect(line.hasEnded).toBe(true);
    line.close();
  });

  test("half a head, and no more: 400", async () => {
    const line = new Line();
    await line.say("GET / HT");
    line.client.end();
    expect(statuses(await line.say())).toEqual([400]);
    line.close();
  });

  test("closing ends what is idle at once, and what is owed with its answer", async () => {
    let release: (reply: GatewayReply) => void = () => {};
    const idle = new Line();
    const busy = new Line(() => new Promise((resolve) => (release = resolve)));
    await idle.say(get);
    await busy.say(get);
    idle.connections.end();
    busy.connections.end();
    await idle.say();
    expect([idle.hasEnded || idle.client.destroyed, busy.hasEnded]).toEqual([true, false]);
    release(whole("done"));
    expect(await busy.say()).toMatch(/Connection: close\r\n\r\ndone$/);
    expect(busy.hasEnded).toBe(true);
    idle.close();
    busy.close();
  });

  test("an answer behind the connection's end goes nowhere", async () => {
    let release: (reply: GatewayReply) => void = () => {};
    const line = new Line(() => new Promise((resolve) => (release = resolve)));
    await line.say(get);
    line.client.destroy();
    line.connections.destroy();
    await sleep(5);
    release(whole("late"));
    await line.say();
    expect(line.heard).toBe("");
    expect(line.faults).toEqual([]);
  });

  test("a handler that throws costs its connection, and is told", async () => {
    const line = new Line(() => {
      throw new Error("broken");
    });
    await line.say(get + get);
    expect(line.faults.map(String)).toEqual(["Error: broken"]);
    line.close();
  });
});

/** Waits for what takes some turns of the loop. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) if (await isSo()) return;
  throw new Error("It never came.");
}
