// Zone transfers are not served, and said so.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";

test("RFC 5936 §4.2: AXFR over UDP is not implemented, over TCP refused", () => {
  const image = newImage();
  serve(image, { "example.": head });
  const asking = new Asking(image);
  expect(asking.ask("example.", 252)).toBe("NOTIMP");
  expect(asking.ask("example.", 252, { protocol: 1 })).toBe("REFUSED");
  expect(asking.ask("example.", 251)).toBe("REFUSED");
});

test("RFC 5936 §2.2.1: what is no zone of ours is NOTAUTH", () => {
  const image = newImage();
  serve(image, { "example.": head });
  const asking = new Asking(image);
  for (const name of ["ns1.example.", "nowhere.example.", "other.", "."]) {
    expect(asking.ask(name, 252, { protocol: 1 }), name).toBe("NOTAUTH");
    expect(asking.ask(name, 251), name).toBe("NOTAUTH");
  }
});
