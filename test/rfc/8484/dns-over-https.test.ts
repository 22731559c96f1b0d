// RFC 8484: DNS over HTTPS, over HTTP/2 and over HTTP/1.1. A message is the body of a POST, or the `dns` of a GET.

import { describe, expect, test } from "vitest";
import { requestCell } from "../../../src/net/counters.ts";
import { Protocol } from "../../../src/authority/client.ts";
import {
  type Answer,
  type Asked,
  dialHttp2,
  mediaType,
  overHttp1,
  overHttp2,
  serveSecure,
} from "../../net/secure-servers.ts";
import { message, reply } from "../../net/stream-client.ts";

const versions = {
  "HTTP/2": (port: number, asked: Asked) => overHttp2(dialHttp2(port), asked),
  "HTTP/1.1": overHttp1,
} as const;

function inPath(query: Uint8Array): string {
  return `/dns-query?dns=${Buffer.from(query).toString("base64url")}`;
}

describe.each(Object.entries(versions))("over %s", (_, ask) => {
  test("RFC 8484 §4.1: a POST has the message as its body", async () => {
    const { httpsPort, counters } = await serveSecure();
    const { status, headers, body } = await ask(httpsPort, { body: message("posted", 5) });
    expect({ status, type: headers["content-type"] }).toEqual({ status: 200, type: mediaType });
    expect(headers["content-length"]).toBe(String(body.length));
    expect(body).toEqual(reply(message("posted", 5)));
    expect(counters[requestCell(Protocol.https, 4, -1)]).toBe(1);
  });

  test("RFC 8484 §4.1: a GET has it in base64url without padding", async () => {
    const { httpsPort } = await serveSecure();
    for (const text of ["a", "ab", "abc"]) {
      const query = message(text, 0);
      const { status, body } = await ask(httpsPort, { method: "GET", path: inPath(query), type: null });
      expect({ status, body }).toEqual({ status: 200, body: reply(query) });
    }
  });

  test("RFC 8484 §4.2.1: a failure of the DNS is no failure of HTTP", async () => {
    const { httpsPort } = await serveSecure();
    const { status, body } = await ask(httpsPort, { body: message("panic", 1) });
    expect({ status, rcode: body[3] & 15 }).toEqual({ status: 200, rcode: 2 });
  });

  test("an answer that comes later finds its request", async () => {
    const { httpsPort } = await serveSecure();
    const { status, body } = await ask(httpsPort, { body: message("late2", 9) });
    expect({ status, body }).toEqual({ status: 200, body: reply(message("late2", 9)) });
  });

  const refusals: readonly (readonly [what: string, asked: Asked, status: number, sentence: string])[] = [
    ["another path", { path: "/", body: message("x", 1) }, 404, "DNS over HTTPS is answered at /dns-query."],
    ["another method", { method: "PUT", body: message("x", 1) }, 405, "A DNS message comes by GET or POST."],
    [
      "another media type",
      { type: "application/json", body: message("x", 1) },
      415,
      "A body is application/dns-message.",
    ],
    ["no media type", { type: null, body: message("x", 1) }, 415, "A body is application/dns-message."],
    ["a body too long", { body: new Uint8Array(65_536) }, 413, "A DNS message has at most 65535 octets."],
    ["a body too short", { body: new Uint8Array(11) }, 400, "This is no DNS message."],
    ["a message that nobody answers", { body: message("mute", 1) }, 400, "This is a message that nobody answers."],
    ["no parameter", { method: "GET", type: null }, 400, "Which message?"],
    ["a parameter that is none", { method: "GET", type: null, path: "/dns-query?dns=*" }, 400, "Which message?"],
  ];
  test.each(refusals)("%s is refused in a sentence", async (_what, asked, status, sentence) => {
    const { httpsPort } = await serveSecure();
    const answer: Answer = await ask(httpsPort, asked);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(answer.body.toString()).toContain(sentence);
  });

  test("RFC 8484 §4.1: a media type may have parameters, in any case", async () => {
    const { httpsPort } = await serveSecure();
    const { status } = await ask(httpsPort, { type: "Application/DNS-Message; charset=x", body: message("x", 1) });
    expect(status).toBe(200);
  });
});

test("RFC 8484 §5.2: requests of one connection are answered as their answers come", async () => {
  const { httpsPort } = await serveSecure();
  const session = dialHttp2(httpsPort);
  const order: string[] = [];
  await Promise.all(
    ["late9", "late1", "now"].map(async (text, id) => {
      const { body } = await overHttp2(session, { body: message(text, id) });
      order.push(text);
      expect(body).toEqual(reply(message(text, id)));
    }),
  );
  expect(order).toEqual(["now", "late1", "late9"]);
});
