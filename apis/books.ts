// The books of the library: GET /books, PUT /books. See ./users.ts for what a handler is.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFile, writeFile } from "node:fs/promises";

const file = process.env["BOOKS_FILE"] ?? join(tmpdir(), `signpost-library-books-${process.pid}.json`);
const first = [{ isbn: "978-1449305192", title: "DNS and BIND on IPv6" }];

export async function handler(event) {
  const books = await load();
  if (event.httpMethod === "GET") return answer(books);
  const { isbn, title } = JSON.parse(event.body);
  const book = { isbn, title };
  await writeFile(file, JSON.stringify([...books.filter((other) => other.isbn !== isbn), book]));
  return answer(book);
}

function answer(body) {
  const headers = { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" };
  return { statusCode: 200, headers, body: JSON.stringify(body) };
}

async function load() {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? first : JSON.parse(text);
}
