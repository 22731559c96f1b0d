// What the wire itself finds wrong with a request, before any operation sees it: text, form, signature, rate. Operations throw
// the store's ApiFault; both are answered alike (rest-xml/reply.ts).

export class WireFault extends Error {
  override readonly name = "WireFault";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function invalidInput(message: string): WireFault {
  return new WireFault("InvalidInput", message);
}
