// The readers of the library: GET /users?user_name=jacob, POST /users, DELETE /users/{id}. A Lambda handler as AWS runs it: the
// event says what was asked (API Gateway's format 1.0), what is returned is the answer. Readers are kept in a file, as a
// function may have several instances at a time, and none of them lives for ever; its name has the server's process in it, so that
// every start begins with the same two.

import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFile, writeFile } from "node:fs/promises";

const file = process.env["USERS_FILE"] ?? join(tmpdir(), `signpost-library-users-${process.pid}.json`);
const first = [
  { id: "1", user_name: "jacob" },
  { id: "2", user_name: "amira" },
];

export async function handler(event) {
  const users = await load();
  switch (event.httpMethod) {
    case "GET": {
      const name = event.queryStringParameters?.user_name;
      return answer(200, name === undefined ? users : users.filter((user) => user.user_name === name));
    }
    case "POST": {
      const user = { id: randomUUID(), user_name: JSON.parse(event.body).user_name };
      await save([...users, user]);
      return answer(201, user);
    }
    case "DELETE": {
      const left = users.filter((user) => user.id !== event.pathParameters.id);
      if (left.length === users.length) return answer(404, { message: "There is no such reader." });
      await save(left);
      return { statusCode: 204 };
    }
    default:
      return answer(405, { message: "Readers are asked for, added and taken away." });
  }
}

function answer(statusCode, body) {
  // Behind a proxy integration a handler answers for itself to pages of other sites, too.
  const headers = { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" };
  return { statusCode, headers, body: JSON.stringify(body) };
}

async function load() {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? first : JSON.parse(text);
}

async function save(users) {
  await writeFile(file, JSON.stringify(users));
}
