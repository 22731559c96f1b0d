import { afterEach, expect, test } from "vitest";
import { record, reply, scriptedServer } from "../../cli/scripted-server.ts";
import type { ScriptedServer } from "../../cli/scripted-server.ts";
import { signpost } from "../../cli/signpost.ts";

let server: ScriptedServer;
afterEach(() => server.close());

test("RFC 5452 §9.1: a reply with another id or another question is passed over", async () => {
  const forged = record(1, 300, Uint8Array.of(198, 51, 100, 66));
  const honest = record(1, 300, Uint8Array.of(192, 0, 2, 1));
  server = await scriptedServer((query) => {
    const otherId = reply(query, 0x8500, [[forged]]);
    otherId[1] ^= 1;
    const otherQuestion = reply(query, 0x8500, [[forged]]);
    otherQuestion[13] ^= 1;
    const otherType = reply(query, 0x8500, [[forged]]);
    otherType[otherType.length - 16 - 3] = 28;
    const noReply = reply(query, 0x0500, [[forged]]);
    return [otherId, otherQuestion, otherType, noReply, new Uint8Array(3), reply(query, 0x8500, [[honest]])];
  });
  const { stdout } = await signpost(["dig", "example.test", `@127.0.0.1:${server.port}`]);
  expect(stdout).toContain("192.0.2.1");
  expect(stdout).not.toContain("198.51.100.66");
});
