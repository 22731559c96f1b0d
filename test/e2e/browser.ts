// A browser as tests drive it: Chromium without a window, told what to do over its DevTools protocol. It shows one page and
// is asked by expressions that the page evaluates.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const command = "chromium";

export const hasBrowser: boolean = spawnSync(command, ["--version"]).status === 0;

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

const patienceMs = 20_000;
const lookEveryMs = 20;

export class Browser {
  /** What the page complained of: exceptions, refused scripts, failed requests. */
  readonly complaints: string[] = [];
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #calls = 0;
  #session = "";

  static async start(): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "signpost-browser-"));
    // Root, as in containers, has no sandbox; what is shown here is ours alone. Nobody but loopback is to hear of it.
    const child = spawn(command, [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ]);
    const browser = new Browser(child, profile, await listeningAt(child));
    await browser.#attach();
    return browser;
  }

  constructor(child: ChildProcess, profile: string, url: string) {
    this.#child = child;
    this.#profile = profile;
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(String(data)) as Reply));
  }

  async #attach(): Promise<void> {
    await new Promise((resolve) => this.#socket.addEventListener("open", resolve, { once: true }));
    const { targetInfos } = (await this.#call("Target.getTargets")) as {
      targetInfos: { targetId: string; type: string }[];
    };
    const { targetId } = targetInfos.find(({ type }) => type === "page")!;
    const { sessionId } = await this.#call("Target.attachToTarget", { targetId, flatten: true });
    this.#session = sessionId as string;
    for (const domain of ["Page", "Runtime", "Log"]) await this.#call(`${domain}.enable`);
  }

  async open(url: string): Promise<void> {
    await this.#call("Page.navigate", { url });
  }

  /** What an expression of the page comes to; promises are waited for. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#call("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value?: unknown }).value;
  }

  /** Waits until an expression of the page is true. */
  async until(expression: string): Promise<void> {
    const giveUpMs = Date.now() + patienceMs;
    while (Date.now() < giveUpMs) {
      if ((await this.evaluate(expression).catch(() => false)) === true) return;
      await setTimeout(lookEveryMs);
    }
    throw new Error(`never true: ${expression}; the page says: ${String(await this.text())}`);
  }

  text(selector = "main"): Promise<unknown> {
    return this.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? null`);
  }

  async press(key: string): Promise<void> {
    for (const type of ["keyDown", "keyUp"]) await this.#call("Input.dispatchKeyEvent", { type, key, code: key });
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill();
    await gone;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  async #call(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#calls;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      const session = this.#session === "" ? {} : { sessionId: this.#session };
      this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    });
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result ?? {};
  }

  #hear(reply: Reply): void {
    if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
    if (reply.method === "Runtime.exceptionThrown" || reply.method === "Log.entryAdded")
      this.complaints.push(JSON.stringify(reply.params));
  }
}

/** Where the browser says that it can be told what to do. */
function listeningAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /DevTools listening on (\S+)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", () => reject(new Error(`${command} ended: ${said}`)));
  });
}
