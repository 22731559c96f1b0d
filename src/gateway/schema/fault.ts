// Why a schema is none: a value, with the place in the schema as a JSON pointer. While it is compiled, the fault is thrown
// as SchemaStop; compileModel makes the value of it.

export class ModelFault {
  readonly kind = "model-fault";
  readonly pointer: string;
  readonly message: string;

  constructor(pointer: string, message: string) {
    this.pointer = pointer;
    this.message = message;
  }

  toString(): string {
    return `${this.pointer === "" ? "the schema" : this.pointer}: ${this.message}`;
  }
}

export class SchemaStop extends Error {
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}
