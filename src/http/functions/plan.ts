// What is run when a function is invoked: its code, its settings and what it is called. A plan is a value that does not
// change; another revision is another plan, and instances of the old one end when they have finished.

export type FunctionSource =
  /** A zip's files, unpacked into a folder; the handler is found as Lambda finds it. */
  | { readonly kind: "folder"; readonly folder: string; readonly handler: string }
  /** A file of its user, and the name of what it exports. */
  | { readonly kind: "file"; readonly path: string; readonly handler: string }
  /** A runtime elsewhere that speaks the Invoke API. */
  | { readonly kind: "url"; readonly url: string };

export interface FunctionPlan {
  /** What shares instances: the ARN with its version. */
  readonly id: string;
  /** Changes whenever instances must be new ones. */
  readonly revision: string;
  /** What shares a reservation: the ARN without version. */
  readonly functionArn: string;
  readonly name: string;
  readonly version: string;
  readonly region: string;
  /** The one for Node.js that the function says it is for, which all run as one. */
  readonly runtime: string;
  readonly source: FunctionSource;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  /** How many may run at once; null where nothing is reserved. */
  readonly reserved: number | null;
}
