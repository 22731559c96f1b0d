// What an AWS API is made of, as types: operations with their paths, shapes with their members in order, constraints and
// errors. Nothing here knows a service; each service brings its own table (route53/model.ts) as text, which ./model-text.ts
// reads into these.

export interface ServiceModel {
  readonly operations: ReadonlyMap<string, Operation>;
  /** Operations that the service has and this one has not. */
  readonly missing: readonly Operation[];
  readonly errors: ReadonlyMap<string, DeclaredError>;
}

export interface DeclaredError {
  /** The HTTP status it is answered with. */
  readonly status: number;
  /** What stands in the answer's body, where the table says so. */
  readonly members: readonly string[];
}

export interface Operation {
  readonly name: string;
  readonly method: (typeof methods)[number];
  /** A path with places for members: /2013-04-01/hostedzone/{Id}; a query that always stands there may follow. */
  readonly path: string;
  /** The HTTP status of success. */
  readonly status: number;
  readonly errors: readonly string[];
  readonly input: Structure;
  readonly output: Structure;
}

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type Shape = Structure | List | Dictionary | Blob | Scalar;

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
  /** A payload is a body all of its own; a status is the HTTP status. */
  readonly place: "body" | "uri" | "query" | "header" | "payload" | "status";
  /** What it is called there; "*" for a dictionary of all that a query holds beside the other members. */
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

/** Values by names of a client's choice. */
export interface Dictionary {
  readonly kind: "map";
  readonly name: string;
  readonly key: Scalar;
  readonly value: Shape;
  readonly least: number | null;
  readonly most: number | null;
  readonly isSecret: boolean;
}

/** Octets. */
export interface Blob {
  readonly kind: "blob";
  readonly name: string;
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
  /** Values are not repeated in messages. */
  readonly isSecret: boolean;
}

/** The members of a structure that travel in the body. */
export function bodyMembers({ members }: Structure): readonly Member[] {
  return members.filter(({ place }) => place === "body");
}

export function isScalar(shape: Shape): shape is Scalar {
  return !["structure", "list", "map", "blob"].includes(shape.kind);
}
