// A primary as a test wants it: on a loopback port, and what it says to each question is the test's to choose.

import { createServer, type Server, type Socket } from "node:net";
import { typeName } from "../../../src/dns/types.ts";
import type { Endpoint } from "../../../src/net/address.ts";
import { framed } from "../../../src/net/upstream/zone-pull.ts";
import { response, soa } from "../../authority/transfer-messages.ts";
import { parseMessage } from "../../peers/wire.ts";

/** What is said: messages, nothing at all, or the end of the connection. */
export type Said = readonly Uint8Array[] | "silence" | "end";

export class ScriptedPrimary {
  /** "AXFR", "IXFR 3": what was asked, in order. */
  readonly asked: string[] = [];
  says: (question: string, id: number) => Said = () => "end";
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("data", (octets: Buffer) => this.#answer(socket, octets.subarray(2)));
    });
  }

  static async start(address = "127.0.0.1"): Promise<ScriptedPrimary> {
    const primary = new ScriptedPrimary(createServer());
    await new Promise<void>((resolve) => primary.#server.listen(0, address, resolve));
    return primary;
  }

  get endpoint(): Endpoint {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("it does not listen");
    return { address: address.address, port: address.port };
  }

  /** Serves these zones' versions: whole, or as differences from the version before where there is one. */
  serve(versions: readonly (readonly string[])[]): void {
    this.says = (question, id) => {
      const serial = versions.length;
      const newest = [soa(serial), ...versions[serial - 1], soa(serial)];
      const from = question.startsWith("IXFR") ? Number(question.split(" ")[1]) : 0;
      if (from === serial) return [response([soa(serial)], { id, question: null })];
      if (from === 0) return [response(newest, { id, question: null })];
      const gone = versions[from - 1].filter((line) => !versions[serial - 1].includes(line));
      const added = versions[serial - 1].filter((line) => !versions[from - 1].includes(line));
      const lines = [soa(serial), soa(from), ...gone, soa(serial), ...added, soa(serial)];
      return [response(lines, { id, question: null })];
    };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(socket: Socket, query: Uint8Array): void {
    const { id, questions, authority } = parseMessage(query);
    const soaData = authority.at(0)?.rdata;
    const serial = soaData === undefined ? "" : ` ${Buffer.from(soaData).readUInt32BE(soaData.length - 20)}`;
    this.asked.push(`${typeName(questions[0].type)}${serial}`);
    const said = this.says(this.asked.at(-1) ?? "", id);
    if (said === "end") socket.destroy();
    else if (said !== "silence") for (const message of said) socket.write(framed(message));
  }
}
