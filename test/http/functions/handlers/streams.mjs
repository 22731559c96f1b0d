// Handlers that stream their answer.

export const pieces = awslambda.streamifyResponse(async (event, stream) => {
  const answer = awslambda.HttpResponseStream.from(stream, {
    statusCode: 201,
    headers: { "Content-Type": "text/plain" },
    cookies: ["a=1"],
  });
  for (const piece of event.pieces) {
    answer.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  answer.end();
});

export const plain = awslambda.streamifyResponse(async (_event, stream) => {
  stream.setContentType("text/csv");
  stream.write("a,b\n");
  stream.end("1,2\n");
});

export const much = awslambda.streamifyResponse(async (event, stream) => {
  const { pipeline } = await import("node:stream/promises");
  let written = 0;
  const look = setTimeout(() => console.log(`written before anybody read: ${written}`), 150);
  await pipeline(async function* () {
    for (let i = 0; i < event.chunks; i++) {
      written += 65_536;
      yield Buffer.alloc(65_536, i);
    }
  }, stream);
  clearTimeout(look);
});

export const breaks = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write("half");
  await new Promise((resolve) => setTimeout(resolve, 5));
  throw new Error("in the middle");
});

export const refuses = awslambda.streamifyResponse(async () => {
  throw new RangeError("before the first octet");
});

export const hangs = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write("half");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});

export const forgets = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write("never ended");
});

export const empty = awslambda.streamifyResponse(async (_event, stream) => {
  stream.end();
});
