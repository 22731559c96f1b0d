// Questions that a thread asks another one and waits for, as if it called a function: what the gateway's engine must know at
// once and only the main thread knows. Whoever asks stands still until the answer is there, so this is for what is asked rarely
// and kept (a stage when it is compiled, a key when it is first seen), and the thread that answers must never ask back this way.
// The answer is a copy, as whatever crosses between threads.

import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";

/** A line's end for the thread that asks. It may be handed over with `port` in the transfer list. */
export interface AskingEnd {
  readonly port: MessagePort;
  /** Counts the answers; it is what the asking thread sleeps on. */
  readonly answers: Int32Array<SharedArrayBuffer>;
}

/** What can be asked: functions of plain values, by name. */
export type Desk = { readonly [Name in string]: (...given: never[]) => unknown };

export type Ask<Questions extends object> = <Name extends keyof Questions & string>(
  name: Name,
  ...given: Questions[Name] extends (...given: infer Given) => unknown ? Given : never
) => Questions[Name] extends (...given: never[]) => infer Answer ? Answer : never;

interface Question {
  readonly name: string;
  readonly given: readonly unknown[];
}

type Answer = { readonly is: unknown } | { readonly fault: string };

/** Beyond what anything takes that the main thread does at a time. */
const patienceMs = 30_000;

/** Throws when the other thread cannot answer, with what it says, or does not in time. */
export function askBy<Questions extends object>({ port, answers }: AskingEnd): Ask<Questions> {
  return ((name: string, ...given: unknown[]) => {
    port.postMessage({ name, given } satisfies Question);
    for (;;) {
      // Before the look, so that an answer behind the look ends the sleep.
      const count = Atomics.load(answers, 0);
      const received = receiveMessageOnPort(port);
      if (received !== undefined) return answerOf(name, received.message as Answer);
      if (Atomics.wait(answers, 0, count, patienceMs) === "timed-out")
        throw new Error(`The main thread was asked for ${name} and has not answered in ${patienceMs / 1000} seconds.`);
    }
  }) as Ask<Questions>;
}

/** Answers at the other end; a question that fails is answered with why. */
export function answerAt(port: MessagePort, answers: Int32Array<SharedArrayBuffer>, desk: object): void {
  port.on("message", ({ name, given }: Question) => {
    port.postMessage(answered(desk as Desk, name, given));
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  });
}

function answered(desk: Desk, name: string, given: readonly unknown[]): Answer {
  try {
    return { is: desk[name](...(given as never[])) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function answerOf(name: string, answer: Answer): unknown {
  if ("is" in answer) return answer.is;
  throw new Error(`The main thread was asked for ${name}, and it failed: ${answer.fault}`);
}
