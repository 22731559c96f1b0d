// What is wrong with a batch, change by change, and how it is told: to clients of the API as one fault of all its messages,
// to whoever brings a zone file by the lines that the changes come from, as file faults are (../zone/file-fault.ts).

import { ApiFault, type FaultCode } from "./faults.ts";
import type { Change } from "./shapes.ts";

export interface ChangeFault {
  /** Null: it is the zone that the whole batch would leave. */
  readonly change: Change | null;
  readonly message: string;
}

/** Makes the fault that is thrown; of a code with some message. */
export type FaultTeller = (code: FaultCode, faults: readonly [ChangeFault, ...ChangeFault[]]) => ApiFault;

/** Only InvalidChangeBatch has a list in its message. */
export const tellToClients: FaultTeller = (code, faults) =>
  new ApiFault(code, code === "InvalidChangeBatch" ? faults.map(({ message }) => message) : faults[0].message);

/** The line of each thing that a file says; what is not in it has none. */
export type Lines = ReadonlyMap<object, number>;

/** Every fault on a line of its own, behind its place in the file. */
export function tellByLine(lines: Lines): FaultTeller {
  return (code, faults) =>
    new ApiFault(
      code,
      faults.map(({ change, message }) => placed(lines, change?.ResourceRecordSet, message)).join("\n"),
    );
}

/** Does what one thing of the file asks for; a fault of it names its line. */
export function atItsLine<Result>(lines: Lines, thing: object, work: () => Result): Result {
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof ApiFault)) throw fault;
    throw new ApiFault(fault.code, placed(lines, thing, fault.message), { cause: fault });
  }
}

function placed(lines: Lines, thing: object | undefined, message: string): string {
  const line = thing === undefined ? undefined : lines.get(thing);
  return line === undefined ? message : `${line}:1: ${message}`;
}
