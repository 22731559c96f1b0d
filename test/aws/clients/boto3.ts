// boto3 in a process of its own, spoken to by lines (./boto3_lines.py), and the AWS CLI. Both are asked for where they are
// installed; a test that skips says which one is not.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

export type Answer =
  | { readonly output: Output }
  | { readonly code: string; readonly message: string; readonly status: number };

// oxlint-disable-next-line typescript/no-explicit-any -- what a client gives is looked into by the test that knows it
export type Output = any;

/** A Python that has boto3, or null. */
export function findBoto3(): string | null {
  return ["python3", "/usr/bin/python3"].find((python) => succeeds(python, ["-c", "import boto3"])) ?? null;
}

export function hasAwsCli(): boolean {
  return succeeds("aws", ["--version"]);
}

function succeeds(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: "ignore" }).status === 0;
}

export class Boto3 {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #stderr = "";

  /** Without an endpoint it asks where AWS is; `environment` may lead it elsewhere. */
  constructor(
    python: string,
    endpoint: string | null,
    { key, secret }: Credentials,
    environment: NodeJS.ProcessEnv = {},
    service = "route53",
  ) {
    const script = join(import.meta.dirname, "boto3_lines.py");
    const env = { ...cleanEnvironment(), ...environment };
    this.#child = spawn(python, [script, endpoint ?? "", key, secret, service], { env });
    this.#child.stdin?.on("error", () => {}); // what it said on its way out is told by the next call
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** An operation's output; a fault is thrown as its text. */
  async call(operation: string, input: object = {}): Promise<Output> {
    const answer = await this.try(operation, input);
    if ("output" in answer) return answer.output;
    throw new Error(`${operation}: ${answer.status} ${answer.code}: ${answer.message}`);
  }

  try(operation: string, input: object = {}): Promise<Answer> {
    return this.#say({ operation, input });
  }

  async wait(waiter: string, input: object): Promise<void> {
    const answer = await this.#say({ wait: waiter, input });
    if (!("output" in answer)) throw new Error(`${waiter}: ${answer.message}`);
  }

  close(): void {
    this.#child.stdin?.end();
  }

  async #say(line: object): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`boto3 ended: ${this.#stderr}`);
    return JSON.parse(value) as Answer;
  }
}

/** `aws route53 …`, or another service's, as its output, or what it printed as an error. */
export function runAwsCli(
  endpoint: string,
  { key, secret }: Credentials,
  words: readonly string[],
  service = "route53",
): Promise<Output> {
  const child = spawn("aws", ["--endpoint-url", endpoint, "--output", "json", service, ...words], {
    env: {
      ...cleanEnvironment(),
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_PAGER: "",
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on("close", (code) => resolve(code === 0 ? (stdout === "" ? null : JSON.parse(stdout)) : stderr.trim()));
  });
}

/** Without what would lead a client elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|https?_proxy$)/i.test(name)));
}
