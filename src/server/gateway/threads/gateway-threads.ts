// The gateway's threads seen from the main thread: starts them, opens every endpoint in each, passes on what changes and what
// they have for each other, runs functions for them and answers what they must know at once. One that dies is replaced after
// 100 ms, then ever later, and opens what the others have open; its requests in flight are counted out.
// Invariant: `notice` returns when no thread can answer a request by what was before. Read next: ./gateway-thread.ts.

import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FunctionPort } from "../../../gateway/functions/port.ts";
import type { GatewayEffect } from "../../../gateway/model/catalogue.ts";
import type { HttpEndpoint } from "../../../http/listener.ts";
import type { Family } from "../../../http/prometheus.ts";
import type { Door } from "../gateway-serving.ts";
import { answerCall, type Call } from "./function-line.ts";
import type { GatewayDesk, GatewayOrder, GatewayReport, OpenFault, SharedByThreads, Told } from "./gateway-messages.ts";
import type { ThreadFact } from "../../thread-life.ts";
import { Seat } from "./seat.ts";

export interface GatewayThreadsOptions {
  readonly count: number;
  readonly shared: Omit<SharedByThreads, "changes">;
  readonly desk: GatewayDesk;
  readonly functions: FunctionPort;
  readonly told: (told: Told) => void;
  /** A thread has died; what it had in flight is over. */
  readonly abandoned: (member: number) => void;
  readonly onFact: (fact: ThreadFact) => void;
  /** The thread's module; tests put another in its place. */
  readonly module: URL;
}

const gone: OpenFault = { code: "", text: "the thread ended" };
/** Figures may be so late, but not the page that shows them. */
const settlePatienceMs = 1_000;

export class GatewayThreads {
  readonly #options: GatewayThreadsOptions;
  readonly #changes = new Int32Array(new SharedArrayBuffer(4));
  readonly #seats: readonly Seat[];
  readonly #doors: Door[] = [];
  /** What threads were told to do, by member and number. */
  readonly #doing = new Map<string, (fault: OpenFault | null) => void>();
  /** Requests to deployed stages, by member. */
  readonly #answered: number[];
  #orders = 0;

  constructor(options: GatewayThreadsOptions) {
    this.#options = options;
    this.#answered = Array.from({ length: options.count }, () => 0);
    const { count, shared, desk, module, onFact } = options;
    this.#seats = Array.from(
      { length: count },
      (_, member) =>
        new Seat({
          member,
          data: { ...shared, changes: this.#changes },
          desk,
          module,
          heard: (report) => this.#hear(member, report),
          died: () => this.#abandon(member),
          replaced: () => this.#reopen(member),
          onFact,
        }),
    );
  }

  /** Resolves when all threads are there; rejects with why one is not. */
  async start(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.start()));
  }

  /** Opens a door in every thread; returns where it is. Rejects with node's error. */
  async open(door: Door): Promise<HttpEndpoint> {
    const fixed: Door = { ...door, endpoint: await freeEndpoint(door.endpoint) };
    const faults = await Promise.all(this.#seats.map(({ member }) => this.#openIn(member, fixed)));
    for (const fault of faults) if (fault !== null) throw Object.assign(new Error(fault.text), { code: fault.code });
    this.#doors.push(fixed);
    return fixed.endpoint;
  }

  /** How the system shares connections out among the threads. */
  family(): Family {
    return {
      name: "signpost_gateway_worker_requests_total",
      help: "Requests to deployed stages, by the thread that answered them.",
      kind: "counter",
      samples: this.#answered.map((value, member) => ({ labels: { worker: String(member) }, value })),
    };
  }

  notice(effects: readonly GatewayEffect[]): void {
    this.#sayChange({ kind: "notice", effects });
  }

  functionsChanged(): void {
    this.#sayChange({ kind: "functions-changed" });
  }

  /** Resolves when all requests that were answered are told of, or a thread is too busy to say so. */
  async settle(): Promise<void> {
    const all = this.#seats.map(({ member }) => this.#have(member, (number) => ({ kind: "settle", number })));
    await Promise.race([Promise.all(all), sleep(settlePatienceMs, null, { ref: false })]);
  }

  /** Has the threads answer what they have, and ends them. */
  async stop(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.stop()));
  }

  #sayChange(order: GatewayOrder): void {
    for (const seat of this.#seats) seat.say(order);
    Atomics.add(this.#changes, 0, 1);
  }

  #hear(member: number, report: GatewayReport): void {
    switch (report.kind) {
      case "ready":
        return;
      case "done":
        return this.#done(`${member} ${report.number}`, report.fault);
      case "kept":
        for (const seat of this.#seats) if (seat.member !== member) seat.say(report);
        return;
      case "fault":
        return this.#options.onFact({ kind: "fault", text: report.text });
      case "told":
        for (const { count } of report.figures) this.#answered[member] += count;
        return this.#options.told(report);
      case "call":
        void this.#answerCall(member, report);
    }
  }

  async #answerCall(member: number, call: Call): Promise<void> {
    const { answer, ports } = await answerCall(this.#options.functions, call);
    if (!this.#seats[member].say(answer, ports)) for (const port of ports) port.close();
  }

  #openIn(member: number, door: Door): Promise<OpenFault | null> {
    return this.#have(member, (number) => ({ kind: "open", number, door }));
  }

  /** Has a thread do something; resolves when it has, or is gone. */
  #have(member: number, order: (number: number) => GatewayOrder): Promise<OpenFault | null> {
    const number = ++this.#orders;
    return new Promise((resolve) => {
      if (this.#seats[member].say(order(number))) this.#doing.set(`${member} ${number}`, resolve);
      else resolve(gone);
    });
  }

  #done(doing: string, fault: OpenFault | null): void {
    this.#doing.get(doing)?.(fault);
    this.#doing.delete(doing);
  }

  #abandon(member: number): void {
    this.#options.abandoned(member);
    for (const doing of this.#doing.keys()) if (doing.startsWith(`${member} `)) this.#done(doing, gone);
  }

  async #reopen(member: number): Promise<void> {
    for (const door of this.#doors) {
      const fault = await this.#openIn(member, door);
      if (fault !== null) this.#options.onFact({ kind: "fault", text: `a door stays closed: ${fault.text}` });
    }
  }
}

/** The endpoint, with a port that nobody has: threads could share it unasked with a server that shares it as well. */
async function freeEndpoint({ address, port }: HttpEndpoint): Promise<HttpEndpoint> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port, exclusive: true }, resolve);
  });
  const found = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return { address, port: found.port };
}
