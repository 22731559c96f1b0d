// A client of Route 53 without a library: plain objects in, XML on the wire, the reply's status and texts out. It signs
// nothing but says who it is. And a DNS client that can say for whom it asks (RFC 7871), and from which address.

import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { decode, encode } from "dns-packet";
import { Rcode, codeName } from "../../src/dns/codes.ts";
import { partsOf } from "./running-server.ts";

export interface Reply {
  readonly status: number;
  readonly body: string;
  /** The text of the first element of this name. */
  text(element: string): string;
}

export interface SetInput {
  readonly Name: string;
  readonly Type: string;
  readonly [member: string]: unknown;
}

/** Lists of the API and the name of their items. */
const itemNames: Readonly<Record<string, string>> = {
  Changes: "Change",
  ResourceRecords: "ResourceRecord",
  ChildHealthChecks: "ChildHealthCheck",
  AddTags: "Tag",
};

export class Route53Client {
  readonly #api: string;
  readonly #key: string;

  constructor(api: string, key = "AKIATEST") {
    this.#api = api;
    this.#key = key;
  }

  async call(method: string, path: string, document?: readonly [root: string, members: object]): Promise<Reply> {
    const credential = `Credential=${this.#key}/20261122/us-east-1/route53/aws4_request`;
    const response = await fetch(`http://${this.#api}/2013-04-01/${path}`, {
      method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host;x-amz-date, Signature=0`,
        "x-amz-date": "20261122T000000Z",
      },
      ...(document !== undefined && { body: xmlOf(...document) }),
    });
    const body = await response.text();
    const text = (element: string): string => new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(body)?.[1] ?? "";
    return { status: response.status, body, text };
  }

  /** The new zone's id; a zone with a VPC is private. */
  async createZone(name: string, vpc?: { readonly VPCRegion: string; readonly VPCId: string }): Promise<string> {
    const reply = await this.call("POST", "hostedzone", [
      "CreateHostedZoneRequest",
      { Name: name, ...(vpc !== undefined && { VPC: vpc }), CallerReference: `${name} ${performance.now()}` },
    ]);
    if (reply.status !== 201) throw new Error(reply.body);
    await this.inSync(reply.text("ChangeInfo"));
    return idIn(reply.text("HostedZone"));
  }

  change(zoneId: string, ...changes: readonly (readonly [action: string, set: SetInput])[]): Promise<Reply> {
    const Changes = changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet }));
    return this.call("POST", `hostedzone/${zoneId}/rrset/`, [
      "ChangeResourceRecordSetsRequest",
      { ChangeBatch: { Changes } },
    ]);
  }

  /** Makes sets, and waits until every worker answers from them. */
  async create(zoneId: string, ...sets: readonly SetInput[]): Promise<void> {
    const reply = await this.change(zoneId, ...sets.map((set) => ["CREATE", set] as const));
    if (reply.status !== 200) throw new Error(reply.body);
    await this.inSync(reply.body);
  }

  /** Waits for the change that a text of XML names. */
  async inSync(xml: string): Promise<void> {
    for (;;) {
      const reply = await this.call("GET", `change/${idIn(xml, "change")}`);
      if (reply.text("Status") === "INSYNC") return;
      if (reply.status !== 200) throw new Error(reply.body);
    }
  }

  async createHealthCheck(config: object): Promise<string> {
    const reply = await this.call("POST", "healthcheck", [
      "CreateHealthCheckRequest",
      { CallerReference: `check ${performance.now()}`, HealthCheckConfig: config },
    ]);
    if (reply.status !== 201) throw new Error(reply.body);
    return reply.text("Id");
  }
}

export function values(...texts: readonly string[]): object[] {
  return texts.map((Value) => ({ Value }));
}

function idIn(xml: string, kind = "hostedzone"): string {
  return new RegExp(`<Id>/${kind}/(\\w+)</Id>`).exec(xml)?.[1] ?? "";
}

/** Members stand in the order in which they are given. */
function xmlOf(root: string, members: object): string {
  return `<${root} xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${inside(members)}</${root}>`;
}

function inside(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return Object.entries(value)
    .map(([member, child]) => `<${member}>${Array.isArray(child) ? items(member, child) : inside(child)}</${member}>`)
    .join("");
}

function items(list: string, children: readonly unknown[]): string {
  const item = itemNames[list] ?? list;
  return children.map((child) => `<${item}>${inside(child)}</${item}>`).join("");
}

export interface DnsQuestion {
  readonly name: string;
  readonly type?: "A" | "AAAA" | "TXT" | "NS" | "SOA";
  readonly over?: "udp" | "tcp";
  /** The client subnet, as an address and a length. */
  readonly subnet?: readonly [address: string, bits: number];
  /** The address to ask from. */
  readonly from?: string;
}

export interface DnsAnswer {
  readonly rcode: string;
  /** Sorted. */
  readonly data: readonly string[];
  readonly ttls: readonly number[];
  readonly isAuthoritative: boolean;
  /** SCOPE PREFIX-LENGTH of the reply's client subnet; null for none. */
  readonly scope: number | null;
}

/** Asks one question; rejects after two seconds without an answer. */
export async function askDns(server: string, question: DnsQuestion): Promise<DnsAnswer> {
  const { name, type = "A", over = "udp", subnet, from } = question;
  const options = subnet === undefined ? [] : [{ code: 8, ip: subnet[0], sourcePrefixLength: subnet[1] }];
  const opt = { type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, extendedRcode: 0, ednsVersion: 0, options };
  const query = encode({
    type: "query",
    id: Math.floor(Math.random() * 65_536),
    questions: [{ name, type }],
    additionals: [opt as never],
  });
  const octets = await (over === "udp" ? byDatagram(server, query, from) : byStream(server, query, from));
  return readAnswer(octets);
}

function readAnswer(octets: Buffer): DnsAnswer {
  const { answers = [], additionals = [], flag_aa } = decode(octets);
  const opt = additionals.find((record) => record.type === "OPT") as {
    options?: { code: number; scopePrefixLength?: number }[];
  };
  const subnet = opt?.options?.find(({ code }) => code === 8);
  return {
    rcode: codeName(Rcode, octets[3] & 15, "RCODE"),
    data: answers.map((answer) => ("data" in answer ? textOf(answer.data) : "")).toSorted(),
    ttls: answers.map((answer) => ("ttl" in answer ? (answer.ttl ?? 0) : 0)),
    isAuthoritative: flag_aa,
    scope: subnet?.scopePrefixLength ?? null,
  };
}

function textOf(data: unknown): string {
  return typeof data === "string" ? data : JSON.stringify(data);
}

function byDatagram(server: string, query: Buffer, from: string | undefined): Promise<Buffer> {
  const { host, port } = partsOf(server);
  const socket = createSocket("udp4");
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from ${server}`)), 2000);
    socket.on("error", reject);
    socket.on("message", (reply) => {
      clearTimeout(timer);
      resolve(reply);
    });
    socket.bind({ address: from ?? "127.0.0.1" }, () => socket.send(query, port, host));
  }).finally(() => socket.close());
}

function byStream(server: string, query: Buffer, from: string | undefined): Promise<Buffer> {
  const { host, port } = partsOf(server);
  const socket = connect({ port, host, localAddress: from ?? "127.0.0.1" });
  const chunks: Buffer[] = [];
  return new Promise<Buffer>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (all.length > 2 && all.length >= all.readUInt16BE(0) + 2) resolve(all.subarray(2));
    });
    socket.write(Buffer.concat([Uint8Array.of(query.length >>> 8, query.length & 255), query]));
  }).finally(() => socket.destroy());
}
