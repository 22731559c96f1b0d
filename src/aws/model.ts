// What an AWS API is made of, as types: operations with their paths, shapes with their members in order, constraints and
// errors. Nothing here knows a service; each service brings its own table (route53/model.ts) as text, which ./model-text.ts
// reads into these.

export interface ServiceModel {
  readonly operations: ReadonlyMap<string, Operation>;
  /** Declared errors with their HTTP statuses. */
  readonly errors: ReadonlyMap<string, number>;
}

export interface Operation {
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** A path with places for members: /2013-04-01/hostedzone/{Id}. */
  readonly path: string;
  /** The HTTP status of success. */
  readonly status: number;
  readonly errors: readonly string[];
  readonly input: Structure;
  readonly output: Structure;
}

export type Shape = Structure | List | Scalar;

export interface Structure {
  readonly kind: "structure";
  readonly name: string;
  /** In the order in which they stand on the wire. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
  readonly place: "body" | "uri" | "query" | "header";
  /** What it is called there. */
  readonly wireName: string;
}

export interface List {
  readonly kind: "list";
  readonly name: string;
  readonly item: Shape;
  readonly itemName: string;
  readonly least: number | null;
  readonly most: number | null;
}

export interface Scalar {
  readonly kind: "string" | "integer" | "long" | "double" | "boolean" | "timestamp";
  readonly name: string;
  /** Bounds of a number's value, or of a text's length in characters. */
  readonly least: number | null;
  readonly most: number | null;
  /** The only values there are; null for any. */
  readonly words: readonly string[] | null;
  /** A regular expression that the whole text must match, as the model writes it. */
  readonly pattern: string | null;
}

/** The members of a structure that travel in the body. */
export function bodyMembers({ members }: Structure): readonly Member[] {
  return members.filter(({ place }) => place === "body");
}
