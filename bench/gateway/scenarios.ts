// What the gateway is asked in its benchmark, and beside whom. Every scenario is one GET over kept connections, so the figures
// tell what a request costs and nothing else; targets are ratios to a peer in the same run.

export interface GatewayScenario {
  readonly name: string;
  readonly title: string;
  /** The stage's path of ours. */
  readonly path: string;
  /** Beside what it is held: names of `yardsticks`. */
  readonly peers: readonly string[];
  /** Status of every answer. */
  readonly status: 200 | 429;
  /** A ratio that the figures must reach: ours to the peer's. */
  readonly targets: readonly Target[];
}

export interface Target {
  readonly of: "cpu" | "rate";
  readonly peer: string;
  readonly bound: number;
}

/** What a mock, a handler, the origin and the bare server answer: as many octets for all. */
export const answerBody = JSON.stringify({ users: [{ id: 1, user_name: "jacob" }], stage: "bench" });

export const routes = 3_000;
export const fewRoutes = 10;

export interface Yardstick {
  /** A name of ./contenders.ts. */
  readonly server: string;
  readonly path: string;
}

/** Other servers that answer the same, and other things that the gateway answers. */
export const yardsticks: Readonly<Record<string, Yardstick>> = {
  bare: { server: "bare", path: "/" },
  "bare-proxy": { server: "bare-proxy", path: "/" },
  fastify: { server: "fastify", path: "/" },
  nginx: { server: "nginx", path: "/" },
  "our mock": { server: "signpost", path: "/mock" },
  "our cached": { server: "signpost", path: "/cached" },
  "our few routes": { server: "signpost-few", path: `/route${fewRoutes - 1}/x` },
};

const bare: Target = { of: "cpu", peer: "bare", bound: 1.3 };

export const scenarios: readonly GatewayScenario[] = [
  {
    name: "proxy",
    title: "HTTP_PROXY to a server on this machine",
    path: "/proxy",
    peers: ["bare-proxy", "fastify", "nginx"],
    status: 200,
    targets: [
      { of: "cpu", peer: "bare-proxy", bound: 1.3 },
      { of: "rate", peer: "fastify", bound: 1.3 },
    ],
  },
  { name: "mock", title: "MOCK", path: "/mock", peers: ["bare"], status: 200, targets: [bare] },
  {
    name: "cached",
    title: "a GET from the stage's cache",
    path: "/cached",
    peers: ["bare"],
    status: 200,
    targets: [bare],
  },
  {
    name: "lambda",
    title: "AWS_PROXY to a handler in this process",
    path: "/lambda",
    peers: ["bare"],
    status: 200,
    targets: [{ of: "cpu", peer: "bare", bound: 2 }],
  },
  {
    name: "throttled",
    title: "answered 429",
    path: "/throttled",
    peers: ["bare", "our mock", "our cached"],
    status: 429,
    targets: ["our mock", "our cached"].map((peer): Target => ({ of: "cpu", peer, bound: 1 })),
  },
  {
    name: "routes",
    title: `MOCK, the last of ${routes} routes`,
    path: `/route${routes - 1}/x`,
    peers: ["bare", "our few routes"],
    status: 200,
    targets: [bare, { of: "cpu", peer: "our few routes", bound: 1.05 }],
  },
];
