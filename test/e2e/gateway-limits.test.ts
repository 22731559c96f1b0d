// What the gateway lets through, seen from outside and in real time: token buckets of a method, of a key's plan and of the
// account, exact to one in a hundred; and the cap of requests under way; by the main thread, and by two threads of the gateway's
// own. THROTTLE_SECONDS and CONCURRENT set the sizes.

import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsagePlansCommand,
} from "@aws-sdk/client-api-gateway";
import { afterEach, expect, test } from "vitest";
import { Agent, request } from "undici";
import { Ground } from "./hostile/ground.ts";

const seconds = Number(process.env["THROTTLE_SECONDS"] ?? 3);
const concurrent = Number(process.env["CONCURRENT"] ?? 200);
const grounds: Ground[] = [];

afterEach(async () => {
  await Promise.all(grounds.splice(0).map((ground) => ground.stop()));
});

async function start(gateway: Readonly<Record<string, unknown>>): Promise<Ground> {
  const ground = new Ground();
  grounds.push(ground);
  await ground.start({ gateway });
  return ground;
}

interface Limit {
  readonly rate: number;
  readonly burst: number;
}

interface Let {
  readonly admitted: number;
  readonly least: number;
  readonly most: number;
}

/** Asks far more often than the limit lets through, for a while; then what was let through, and what may have been. */
async function flood(
  ground: Ground,
  path: string,
  { rate, burst }: Limit,
  headers: Record<string, string>,
): Promise<Let> {
  const firstSentMs = performance.now();
  let firstHeardMs = Infinity;
  let [lastRefused, admitted, refused] = [{ sentMs: 0, heardMs: 0 }, 0, 0];
  const ask = async (): Promise<void> => {
    for (let isOver = false; !isOver;) {
      const sentMs = performance.now();
      const { status } = await ground.gateway.ask(ground.apiId, path, { headers });
      const heardMs = performance.now();
      firstHeardMs = Math.min(firstHeardMs, heardMs);
      if (status === 200) admitted += 1;
      else {
        expect(status).toBe(429);
        refused += 1;
        if (sentMs > lastRefused.sentMs) lastRefused = { sentMs, heardMs };
        isOver = heardMs - firstSentMs > seconds * 1_000;
      }
    }
  };
  await Promise.all(Array.from({ length: 12 }, ask));
  // When the server looked at its clock is known to lie between sending and hearing.
  const least = burst + (rate * (lastRefused.sentMs - firstHeardMs)) / 1_000;
  const most = burst + (rate * (lastRefused.heardMs - firstSentMs)) / 1_000;
  expect(refused).toBeGreaterThan(admitted / 10);
  return { admitted, least, most };
}

/** A key in a plan of the stage, limited so. */
async function keyOf({ gateway, apiId }: Ground, { rate, burst }: Limit): Promise<string> {
  const { control } = gateway;
  const { id: keyId, value = "" } = await control.send(new CreateApiKeyCommand({ name: "one", enabled: true }));
  const { id: usagePlanId } = await control.send(
    new CreateUsagePlanCommand({
      name: "plan",
      apiStages: [{ apiId, stage: "prod" }],
      throttle: { rateLimit: rate, burstLimit: burst },
    }),
  );
  await control.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  expect((await control.send(new GetUsagePlansCommand({}))).items).toHaveLength(1);
  return value;
}

const limit: Limit = { rate: 60, burst: 60 };

test.each([0, 2])(
  "a method, a plan and the account let through rate x time + burst, with %i workers",
  { timeout: 60_000 + seconds * 4_000 },
  async (workers) => {
    const ground = await start({ workers });
    await ground.gateway.patchStage(ground.apiId, {
      "/~1alive/GET/throttling/rateLimit": String(limit.rate),
      "/~1alive/GET/throttling/burstLimit": String(limit.burst),
    });
    const key = await keyOf(ground, limit);
    const other = await start({ workers, accountRate: limit.rate, accountBurst: limit.burst });
    const limited = [
      [ground, "/alive", {}],
      [ground, "/keyed", { "x-api-key": key }],
      [other, "/alive", {}],
    ] as const;
    for (const [place, path, headers] of limited) {
      const { admitted, least, most } = await flood(place, path, limit, headers);
      expect(admitted).toBeGreaterThanOrEqual(least * 0.99);
      expect(admitted).toBeLessThanOrEqual(most * 1.01);
    }
  },
);

const many = `of ${concurrent + 1} requests at once, ${concurrent} are let in`;

test.each([0, 2])(`${many}, with %i workers`, { timeout: 120_000 }, async (workers) => {
  const ground = await start({ workers, maxConcurrent: concurrent });
  const dispatcher = new Agent({ pipelining: 1 });
  const url = `http://${ground.gateway.http}${ground.path("/hold")}`;
  const statuses: number[] = [];
  const ask = async (): Promise<void> => {
    const { statusCode, body } = await request(url, { dispatcher });
    await body.dump();
    statuses.push(statusCode);
  };
  const first = Promise.withResolvers<void>();
  const asked = Array.from({ length: concurrent + 1 }, () => ask().then(first.resolve));
  await first.promise;
  expect(statuses).toEqual([429]);
  ground.release();
  await Promise.all(asked);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect(statuses.filter((status) => status === 200)).toHaveLength(concurrent);
  expect((await ground.gateway.ask(ground.apiId, "/alive")).status).toBe(200);
  await dispatcher.destroy();
});
