// What is wrong with a JSONPath, or with its evaluation: a value, with the offset in the path's text. Within one call it
// is thrown as PathStop; compileJsonPath and JsonPath.read make the value of it.

export class JsonPathFault {
  readonly kind = "json-path-fault";
  readonly message: string;
  readonly offset: number;

  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

export class PathStop extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
