// Reloading while questions come: none is lost, and each answer is of one version or the next, never of neither.

import { afterAll, expect, test } from "vitest";
import { UdpAsker } from "../peers/asker.ts";
import { composeQuery, parseMessage } from "../peers/wire.ts";
import { Folder, partsOf, RunningServer, zoneText } from "./running-server.ts";

const zones = 200;
const reloads = 8;
const folder = new Folder();
const writeAll = (version: number): void => {
  for (let i = 0; i < zones; i++) folder.write(`zones/z${i}.test.zone`, zoneText(version, `192.0.2.${version}`));
};

writeAll(1);
const server = new RunningServer(["--listen", "127.0.0.1:0", "--workers", "2"], folder.path);

afterAll(async () => {
  await server.stop();
  folder.remove();
});

test("no question is lost while all zones are reloaded again and again", async () => {
  const { port } = partsOf((await server.ready()).dns[0]);
  const askers = await Promise.all(Array.from({ length: 8 }, () => UdpAsker.connect(port)));
  const enough = new AbortController();
  let newest = 1;
  let oldest = 1;
  let asked = 0;
  const asking = askers.map(async (asker) => {
    while (!enough.signal.aborted) {
      const zone = asked++ % zones;
      const least = oldest;
      const reply = await asker.ask(composeQuery(`www.z${zone}.test.`, "A"), 5000);
      expect(reply, `question ${asked} was lost`).not.toBeNull();
      const { rcode, answer } = parseMessage(reply!);
      expect([rcode, answer.length]).toEqual([0, 1]);
      const version = answer[0].rdata[3];
      expect(version).toBeGreaterThanOrEqual(least); // what was told once is not taken back
      expect(version).toBeLessThanOrEqual(newest);
    }
  });
  for (let version = 2; version <= reloads; version++) {
    newest = version;
    writeAll(version);
    const from = server.lines.length;
    server.signal("SIGHUP");
    await server.line(({ msg, reason }) => msg === "zones loaded" && reason === "SIGHUP", from);
    oldest = version;
  }
  enough.abort();
  await Promise.all(asking);
  for (const asker of askers) asker.close();
  expect(asked).toBeGreaterThan(500);
});
