import { expect, test } from "vitest";
import { scriptedServer, reply } from "../../cli/scripted-server.ts";
import { signpost } from "../../cli/signpost.ts";

test("RFC 3596 §2.5: dig -x asks for an IPv6 address by its nibbles, the last one first", async () => {
  const server = await scriptedServer((query) => [reply(query, 0x8500)]);
  const { stdout } = await signpost(["dig", "-x", "2001:db8::567:89ab", `@127.0.0.1:${server.port}`]);
  await server.close();
  expect(stdout).toContain(";b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.\t\t\tIN\tPTR");
});
