// `node bench/dns2-server.ts PORT FILE…`: a plain server as dns2's README shows it, over the benchmark's zone files.
// It knows what those files hold: $ORIGIN, one record a line, SOA, NS and A; everything else is NXDOMAIN.

import { readFileSync } from "node:fs";
import dns2 from "dns2";

const [port, ...files] = process.argv.slice(2);
const addresses = new Map<string, string>();
const apexes = new Set<string>();

for (const file of files) {
  let origin = "";
  for (const line of readFileSync(file, "latin1").split("\n")) {
    const [owner, type, value] = line.split(" ");
    if (owner === "$ORIGIN") origin = type.replace(/\.$/, "");
    else if (type === "SOA") apexes.add(origin);
    else if (type === "A") addresses.set(owner === "@" ? origin : `${owner}.${origin}`, value);
  }
}

const { Packet } = dns2;
const server = dns2.createServer({
  udp: true,
  tcp: true,
  handle: (request, send) => {
    const response = Packet.createResponseFromRequest(request);
    const [question] = request.questions;
    const name = question.name.toLowerCase();
    const address = addresses.get(name);
    response.header.aa = 1;
    if (address !== undefined && question.type === Packet.TYPE.A)
      response.answers.push(Packet.createResourceFromQuestion(question, { ttl: 3600, address }));
    else if (!apexes.has(name) && address === undefined) response.header.rcode = 3;
    void send(response);
  },
});

await server.listen({
  udp: { port: Number(port), address: "127.0.0.1" },
  tcp: { port: Number(port), address: "127.0.0.1" },
});
