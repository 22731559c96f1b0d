// What a thread of the gateway has to tell the main thread of its requests: figures, lines of access logs, what went wrong
// within APIs. It is gathered and told a few times a second, since a message costs more than a request.
// Invariant: what was gathered is told at the end; what a thread that dies had gathered is lost, a tenth of a second's.

import type { ExecutionLine, RequestFigures } from "../../../gateway/engine/ports.ts";
import { GatewayFigures } from "../gateway-figures.ts";
import type { AccessLine, Told } from "./gateway-messages.ts";

const everyMs = 100;
/** Lines that are told at once, so that a flood of them is not gathered without end. */
const mostLines = 1_000;

export class Telling {
  readonly #tell: (told: Told) => void;
  readonly #figures = new GatewayFigures();
  #accessLines: AccessLine[] = [];
  #executionLines: ExecutionLine[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: (told: Told) => void) {
    this.#tell = tell;
  }

  count(figures: RequestFigures): void {
    this.#figures.count(figures);
    this.#later();
  }

  access(line: AccessLine): void {
    if (this.#accessLines.push(line) >= mostLines) this.#now();
    else this.#later();
  }

  execution(line: ExecutionLine): void {
    if (this.#executionLines.push(line) >= mostLines) this.#now();
    else this.#later();
  }

  /** Tells what there is. */
  flush(): void {
    if (this.#timer !== null) this.#now();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#now(), everyMs).unref();
  }

  #now(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const [accessLines, executionLines] = [this.#accessLines, this.#executionLines];
    this.#accessLines = [];
    this.#executionLines = [];
    this.#tell({ kind: "told", figures: this.#figures.takeAll(), accessLines, executionLines });
  }
}
