// The mini internet on the API listener: its servers as they are, and a way to break one and to mend it, while it runs.
//
//   GET    /_signpost/lab             every server: what it serves, the link to it, what is wrong with it; and what can be
//   PUT    /_signpost/lab/{server}    {"faults": ["drops", {"slow": {"delayMs": 900}}], "link": {"lossPercent": 30}}
//   DELETE /_signpost/lab/{server}    it is mended: as it was declared
//   DELETE /_signpost/lab             all are
//
// The resolver's servers are in its thread, those on loopback addresses (lab.bind) in this one: both are told.
// Read next: ../lab/workbench.ts.

import { decodePercent } from "../base/percent.ts";
import {
  type Handler,
  type HttpReply,
  type HttpRequest,
  jsonReply,
  type Resource,
  textReply,
} from "../http/listener.ts";
import { type ShownServer, shownFaults, type Workbench } from "../lab/workbench.ts";
import { ResolverAway, type ResolverKeeper } from "./resolver-keeper.ts";

export interface LabResolver {
  readonly keeper: Pick<ResolverKeeper, "ask">;
  /** Remembered for a thread that comes after this one. */
  readonly brokenServers: Map<string, string>;
}

const path = "/_signpost/lab";

/**
 * `resolver`: null where it asks the real network, or there is none. `bound`: the servers that listen on loopback addresses,
 * null where none do.
 */
export function labRoutes(
  resolver: LabResolver | null,
  bound: () => Workbench | null,
): [path: string, resource: Resource][] {
  const asked = (handler: (lab: RunningLab, request: HttpRequest) => Promise<HttpReply>): Handler => {
    return async (request) => {
      const onLoopback = bound();
      if (resolver === null && onLoopback === null)
        return textReply(404, "This server has no mini internet: lab.enabled is false.");
      return handler(new RunningLab(resolver, onLoopback), request).catch((error: unknown) => {
        if (error instanceof ResolverAway) return textReply(503, error.message);
        throw error;
      });
    };
  };
  return [
    [
      path,
      {
        GET: asked(async (lab) => jsonReply({ servers: await lab.servers(), faults: shownFaults })),
        DELETE: asked(async (lab) => jsonReply({ mended: await lab.mendAll() })),
      },
    ],
    [
      `${path}/`,
      {
        PUT: asked((lab, { rest, body }) => change(lab, rest, body)),
        DELETE: asked((lab, { rest }) => change(lab, rest, null)),
      },
    ],
  ];
}

async function change(lab: RunningLab, rest: string, text: string | null): Promise<HttpReply> {
  const name = decodePercent(rest);
  const refusal = await lab.change(name, text);
  const changed = (await lab.servers()).filter((server) => server.name === name);
  if (refusal !== null) return textReply(changed.length === 0 ? 404 : 400, refusal);
  return jsonReply(changed);
}

/** The same servers in two threads, told alike. */
class RunningLab {
  readonly #resolver: LabResolver | null;
  readonly #bound: Workbench | null;

  constructor(resolver: LabResolver | null, bound: Workbench | null) {
    this.#resolver = resolver;
    this.#bound = bound;
  }

  async servers(): Promise<readonly ShownServer[]> {
    return (await this.#resolver?.keeper.ask({ op: "lab" })) ?? this.#bound?.servers() ?? [];
  }

  /** null: it is so from now on, for threads that come later, too. */
  async change(server: string, text: string | null): Promise<string | null> {
    const refusal = (await this.#resolver?.keeper.ask({ op: "changeServer", server, text })) ?? null;
    if (refusal !== null) return refusal;
    if (text === null) this.#resolver?.brokenServers.delete(server);
    else this.#resolver?.brokenServers.set(server, text);
    return this.#bound?.change(server, text) ?? null;
  }

  /** The names of those that were broken. */
  async mendAll(): Promise<string[]> {
    const broken = (await this.servers()).flatMap(({ name, state }) => (state === "changed" ? name : []));
    for (const name of broken) await this.change(name, null);
    return broken;
  }
}
