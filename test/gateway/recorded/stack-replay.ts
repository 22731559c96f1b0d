// One recorded test, played again over the whole service: its calls of the control API and its requests, each answer held to
// what was recorded under the same name.

import { type Bindings, compare, type Json, type Recorded } from "./compare.ts";
import { type Answered, type Ask, type Stack, region } from "./stack.ts";

export interface Excuse {
  /** Held against `step: path: the difference`. */
  readonly what: RegExp;
  readonly why: string;
}

export interface StackScenario {
  /** As in ./records.ts: the file, and the class and name of the recorded test. */
  readonly file: string;
  readonly name: string;
  readonly play: (replay: StackReplay) => Promise<void>;
  /** Differences that are to be. */
  readonly excuses?: readonly Excuse[];
}

/** What a call of an SDK gives. */
type Output = { readonly $metadata: { readonly httpStatusCode?: number | undefined } };

export class StackReplay {
  readonly stack: Stack;
  readonly complaints: string[] = [];
  readonly played = new Set<string>();
  readonly #recorded: Recorded;
  readonly #excuses: readonly Excuse[];
  readonly #needed = new Set<Excuse>();
  #bindings: Bindings = new Map();

  constructor(stack: Stack, recorded: Recorded, excuses: readonly Excuse[] = []) {
    this.stack = stack;
    this.#recorded = recorded;
    this.#excuses = excuses;
  }

  /** What a scenario may take its calls from: the record says no requests. */
  get recorded(): Recorded {
    return this.#recorded;
  }

  get api(): Stack["api"] {
    return this.stack.api;
  }

  /** What nothing was found for: steps without an answer of ours, excuses without a difference. */
  get left(): string[] {
    const steps = Object.keys(this.#recorded).filter((step) => !this.played.has(step));
    const excuses = this.#excuses.filter((excuse) => !this.#needed.has(excuse));
    return [...steps, ...excuses.map(({ what }) => `${what} excuses nothing`)];
  }

  /** Makes a call of the control API, compares, and hands the output on. */
  async call<Given extends Output>(step: string, work: Promise<Given>): Promise<Given> {
    try {
      const output = await work;
      this.holds(step, toldOutput(output));
      return output;
    } catch (error) {
      this.holds(step, toldFault(error));
      return {} as Given;
    }
  }

  ask(apiId: string, asked: Ask): Promise<Answered> {
    return this.stack.ask(apiId, asked);
  }

  /** The URI of an integration with one of the functions. */
  async uri(name: Parameters<Stack["functionArn"]>[0]): Promise<string> {
    return invocationUri(await this.stack.functionArn(name));
  }

  /** Holds a value to what was recorded under the name. */
  holds(step: string, ours: unknown): void {
    this.played.add(step);
    if (!Object.hasOwn(this.#recorded, step)) {
      this.complaints.push(`${step} was not recorded`);
      return;
    }
    const { differences, bindings } = compare(ours, this.#recorded[step], this.#bindings);
    const found = differences.map((difference) => `${step}: ${difference}`).filter((one) => !this.#excused(one));
    this.complaints.push(...found);
    if (found.length === 0) this.#bindings = bindings;
  }

  #excused(difference: string): boolean {
    const excuse = this.#excuses.find(({ what }) => what.test(difference));
    if (excuse !== undefined) this.#needed.add(excuse);
    return excuse !== undefined;
  }
}

export function invocationUri(arn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** As boto3 shows it: times as numbers, the status beside. */
function toldOutput({ $metadata, ...output }: Output): Json {
  return { ...(plain(output) as { [name: string]: Json }), ResponseMetadata: metadata($metadata.httpStatusCode) };
}

function toldFault(error: unknown): Json {
  if (!(error instanceof Error) || !("$metadata" in error)) throw error;
  const { name, message } = error;
  const { httpStatusCode } = error.$metadata as Output["$metadata"];
  // A fault of the model shows its members as well.
  const members = name === "SerializationException" ? {} : { message };
  return { Error: { Code: name, Message: message }, ...members, ResponseMetadata: metadata(httpStatusCode) };
}

function metadata(status = 0): Json {
  return { HTTPHeaders: {}, HTTPStatusCode: status };
}

function plain(value: unknown): Json {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as Json;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

/** The headers that Python's requests sends, with a test's own. */
export function pythonHeaders(own: Readonly<Record<string, string>> = {}): readonly string[] {
  const usual = { "User-Agent": "python-requests/2.32", "Accept-Encoding": "gzip, deflate", Accept: "*/*" };
  const given = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const rest = Object.entries(usual).filter(([name]) => !given.has(name.toLowerCase()));
  return [...rest, ["Connection", "keep-alive"], ...Object.entries(own)].flat();
}

/** What was recorded of an answer's body: JSON where it is any, else its text. */
export function content({ text }: Answered): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function lowerCase(headers: Answered["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
