// `node bench/gateway/peer-server.ts KIND PORT ORIGIN`: the JavaScript peers of the gateway's benchmark, each as short as its
// documentation shows it. bare answers by itself, bare-proxy passes on through undici, fastify passes on through its plugin.

import { createServer } from "node:http";
import fastify from "fastify";
import httpProxy from "@fastify/http-proxy";
import { Pool } from "undici";
import { answerBody } from "./scenarios.ts";

const [kind, port, origin = ""] = process.argv.slice(2);

switch (kind) {
  case "bare":
    createServer((_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": answerBody.length });
      response.end(answerBody);
    }).listen(Number(port), "127.0.0.1");
    break;
  case "bare-proxy": {
    const pool = new Pool(origin, { connections: 256 });
    createServer((request, response) => {
      const { method = "GET", url = "/", headers } = request;
      const asked = { method, path: url, headers, opaque: response };
      // The load generator leaves in the middle of an answer when its time is over.
      pool
        .stream(asked, ({ statusCode, headers: given, opaque }) => opaque.writeHead(statusCode, given))
        .catch(() => {});
    }).listen(Number(port), "127.0.0.1");
    break;
  }
  case "fastify": {
    const server = fastify();
    await server.register(httpProxy, { upstream: origin, undici: { connections: 256, pipelining: 1 } });
    await server.listen({ port: Number(port), host: "127.0.0.1" });
    break;
  }
  default:
    throw new Error(`There is no server of the kind ${kind}.`);
}
