// Whatever a function answers and whatever a token or a mapping looks like, there is an answer of HTTP, and nothing is thrown
// into the pipeline (a thrown error would be told as "Internal error" by it, with the request's id).

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseToken } from "../../../../src/gateway/engine/authorizers/token.ts";
import { isHeader } from "../../../../src/gateway/engine/integrations/header-names.ts";
import { readStream } from "../../../../src/gateway/engine/integrations/stream-answer.ts";
import { Serving } from "../serving.ts";

const value = fc.jsonValue({ maxDepth: 3 });
const name = fc.oneof(
  fc.constantFrom("X-A", "x-a", "Content-Type", "Connection", "a b", "__proto__", "ü"),
  fc.string(),
);
const almost = fc.record(
  {
    statusCode: fc.oneof(value, fc.integer(), fc.constantFrom(200, "204", null)),
    headers: fc.oneof(value, fc.dictionary(name, value)),
    multiValueHeaders: fc.oneof(value, fc.dictionary(name, fc.array(value))),
    cookies: fc.oneof(value, fc.array(fc.string())),
    body: fc.oneof(value, fc.string()),
    isBase64Encoded: fc.oneof(value, fc.boolean()),
  },
  { requiredKeys: [] },
);

test.each(["1.0", "2.0"] as const)("any answer of format %s", async (payloadFormatVersion) => {
  const answer = fc.oneof(almost, value, fc.string());
  await fc.assert(
    fc.asyncProperty(answer, fc.boolean(), async (answer, isText) => {
      const payload = isText && typeof answer === "string" ? answer : JSON.stringify(answer);
      const serving = new Serving({
        methods: { "ANY /": { integration: { payloadFormatVersion } } },
        answers: () => payload,
        snapshot: { binaryMediaTypes: ["*/*"] },
      });
      const { status, headers } = await serving.ask("/prod/");
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThanOrEqual(599);
      for (let i = 0; i < headers.length; i += 2) expect(isHeader(headers[i], headers[i + 1])).toBe(true);
      expect(serving.log.filter((sentence) => sentence.includes("TypeError"))).toEqual([]);
    }),
  );
});

test("any stream, cut anywhere", async () => {
  const ending = Promise.resolve({ errorCode: null, errorDetails: "", logTail: null });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ max: 3 })), fc.string(), async (chunks, text) => {
      async function* all(): AsyncGenerator<Uint8Array> {
        for (const chunk of chunks) yield await Promise.resolve(chunk);
        yield new TextEncoder().encode(text);
      }
      const stream = {
        kind: "streaming",
        executedVersion: "1",
        metadata: null,
        contentType: "",
        chunks: all(),
        ending,
      } as const;
      const answer = await readStream(stream);
      expect(typeof answer === "string" || "status" in answer).toBe(true);
    }),
  );
});

test("any token", () => {
  const part = fc.oneof(
    fc.base64String().map((text) => text.replaceAll(/[+/=]/g, "")),
    value.map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const token = parseToken(parts.join("."));
      expect(token === null || typeof token.kid === "string").toBe(true);
    }),
  );
});
