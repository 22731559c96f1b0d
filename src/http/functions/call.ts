// One invocation on its way: what is asked, where the answer goes, how long anybody waits, and the tail of its log when
// that was asked for. The caller's patience and the function's time are two clocks: when the first ends, the caller is
// told and the handler goes on; the second is the instance's. Read next: ./answer.ts, ./instance.ts.

import type { Invocation, Refused } from "../../gateway/functions/port.ts";
import type { Answer, Facts } from "./answer.ts";
import type { FunctionPlan } from "./plan.ts";

/** Octets of the log that an answer brings along. */
const tailOctets = 4096;

/** What an instance tells of a run beside its duration. */
export interface Run {
  /** How long the first lines took, for the first call of an instance. */
  readonly initMs: number | null;
  /** The most memory that the instance was seen to use, in megabytes. */
  readonly mostMemoryMb: number;
}

export class Call {
  readonly plan: FunctionPlan;
  readonly invocation: Invocation;
  readonly invokedArn: string;
  readonly arrivedMs = performance.now();
  /** Where it stands among the calls in flight. */
  place = 0;
  readonly #ended: () => void;
  #answer: Answer | null;
  #tail: string | null;
  #run: Run | null = null;

  /** `ended` is called when the handler has ended, or will not run. */
  constructor(plan: FunctionPlan, invocation: Invocation, invokedArn: string, answer: Answer, ended: () => void) {
    this.plan = plan;
    this.invocation = invocation;
    this.invokedArn = invokedArn;
    this.#answer = answer;
    this.#ended = ended;
    this.#tail = invocation.log === "Tail" ? `START RequestId: ${this.requestId} Version: ${plan.version}\n` : null;
  }

  get requestId(): string {
    return this.invocation.requestId;
  }

  /** Where the answer goes; null when nobody waits for it any more. */
  get answer(): Answer | null {
    return this.#answer;
  }

  /** Whether its answer brings the log's tail, which ends with a report of its run. */
  get isReported(): boolean {
    return this.#tail !== null;
  }

  /** For the report. */
  ran(run: Run): void {
    this.#run = run;
  }

  line(line: string): void {
    if (this.#tail !== null) this.#tail = `${this.#tail}${line}\n`.slice(-tailOctets * 2);
  }

  complete(payload: string, durationMs: number): void {
    const answer = this.#end();
    answer?.complete(payload, this.#facts(durationMs));
  }

  fail(failure: string, durationMs: number): void {
    const answer = this.#end();
    answer?.fail(failure, this.#facts(durationMs));
  }

  streamEnd(durationMs: number): void {
    const answer = this.#end();
    answer?.streamEnd(this.#facts(durationMs));
  }

  refuse(refused: Refused): void {
    this.#end()?.refuse(refused);
  }

  #end(): Answer | null {
    const answer = this.#answer;
    this.#answer = null;
    this.#ended();
    return answer;
  }

  /** Tells the caller when it has waited for as long as it would. To be called often. */
  look(nowMs: number): void {
    const { patienceMs = Infinity } = this.invocation;
    if (nowMs - this.arrivedMs < patienceMs) return;
    const answer = this.#answer;
    this.#answer = null;
    answer?.refuse({
      kind: "refused",
      code: "CallerTimedOut",
      status: 504,
      message: `${this.plan.name} did not answer within ${this.invocation.patienceMs} ms`,
    });
  }

  #facts(durationMs: number): Facts {
    const { version, memoryMb } = this.plan;
    if (this.#tail === null) return { executedVersion: version, logTail: null };
    const { initMs = null, mostMemoryMb } = this.#run ?? {};
    const report = [
      `REPORT RequestId: ${this.requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs)} ms`,
      `Memory Size: ${memoryMb} MB`,
      ...(mostMemoryMb === undefined ? [] : [`Max Memory Used: ${mostMemoryMb} MB`]),
      ...(initMs === null ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ];
    this.line(`END RequestId: ${this.requestId}`);
    this.line(`${report.join("\t")}\t`);
    return { executedVersion: version, logTail: lastOctets(this.#tail) };
  }
}

/** The end of a text, no more octets than an answer may bring, whole characters. */
function lastOctets(text: string): string {
  const octets = Buffer.from(text);
  let start = Math.max(0, octets.length - tailOctets);
  while (start < octets.length && (octets[start] & 0xc0) === 0x80) start++;
  return octets.toString("utf8", start);
}
