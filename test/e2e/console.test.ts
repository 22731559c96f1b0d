// The console as a visitor meets it, in a real browser against a real server: a question asked and watched, a broken
// delegation, a policy, hostile records, the other tabs.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { traceOf } from "../../src/trace/ending.ts";
import { Browser, hasBrowser } from "./browser.ts";
import { Route53Client, type SetInput, values } from "./route53-client.ts";
import { Folder, RunningServer } from "./running-server.ts";

const hostile = `$TTL 60
@ SOA ns.hostile.test. admin 1 3600 600 86400 60
@ NS ns
ns A 192.0.2.53
txt TXT "<img src=x onerror=window.wasRun=1>" "<script>window.wasRun=1</script>"
\\<b\\>bold A 192.0.2.1
`;

describe.skipIf(!hasBrowser)(`the console${hasBrowser ? "" : " (no chromium here)"}`, () => {
  const folder = new Folder();
  let server: RunningServer;
  let browser: Browser;
  let page = "";

  beforeAll(async () => {
    folder.write("zones/hostile.test.zone", hostile);
    server = new RunningServer(["--listen", "127.0.0.1:0", "--lab"], folder.path);
    page = `http://${(await server.ready()).api}/`;
    browser = await Browser.start();
  });

  afterAll(async () => {
    await browser.stop();
    await server.stop();
    folder.remove();
  });

  async function ask(name: string, type = "A"): Promise<void> {
    await browser.open("about:blank");
    await browser.open(`${page}#/ask?${new URLSearchParams({ name, type }).toString()}`);
    await browser.until(`document.querySelector(".answer h1") !== null`);
  }

  test("begins with questions that can be asked", async () => {
    await browser.open(page);
    await browser.until(`document.querySelector(".examples a") !== null`);
    expect(await browser.evaluate("document.title")).toBe("Ask · Signpost");
    expect(await browser.text()).toContain("www.example.com A");
    expect(await browser.text()).toContain("hostile.test SOA");
  });

  test("a form asks, and the walk is shown from the root down", async () => {
    await browser.evaluate(`document.querySelector("input[name=name]").value = "www.example.com"`);
    await browser.evaluate(`document.querySelector(".question button").click()`);
    await browser.until(`document.querySelector(".answer h1") !== null`);
    expect(await browser.evaluate("location.hash")).toBe("#/ask?name=www.example.com&type=A");
    expect(await browser.text(".answer h1")).toBe("NOERROR www.example.com A");
    expect(await browser.text(".answer table")).toContain("192.0.2.80");
    const rows = `[...document.querySelectorAll(".ladder .row .label")].map((label) => label.textContent)`;
    expect(await browser.evaluate(rows)).toEqual([
      ". NS",
      "3 records",
      "com A",
      "refers to com",
      "example.com A",
      "refers to example.com",
      "www.example.com A",
      "1 record",
      ". DNSKEY",
      "1 record",
      "com DNSKEY",
      "1 record",
      "example.com DNSKEY",
      "1 record",
    ]);
    const zones = `[...document.querySelectorAll(".ladder .head")].map((head) => head.lastChild.textContent)`;
    const said = (await browser.evaluate(zones)) as string[];
    expect(said[0]).toBe("this server");
    expect(new Set(said.slice(1))).toEqual(new Set(["the root", "com", "example.com"]));
    expect(await browser.text(".steps")).toContain("refers to com: 2 servers");
    const links = `[...document.querySelectorAll(".clause a")].map((link) => link.href)`;
    expect(await browser.evaluate(links)).toContain("https://www.rfc-editor.org/rfc/rfc1034.html#section-4.3.2");
  });

  test("steps are gone through with the arrow keys, and by a click", async () => {
    const now = `document.querySelector(".step.now")?.getAttribute("title") ?? null`;
    const later = `document.querySelectorAll(".step.later").length`;
    const steps = await browser.evaluate(`document.querySelectorAll(".step").length`);
    expect(await browser.evaluate(now)).toBe(null);
    await browser.evaluate(`document.querySelector(".player button").click()`);
    expect(await browser.evaluate(now)).toBe("request.received");
    expect(await browser.evaluate(later)).toBe(Number(steps) - 1);
    await browser.press("ArrowRight");
    expect(await browser.evaluate(now)).toBe("zone.none");
    await browser.press("ArrowLeft");
    expect(await browser.evaluate(now)).toBe("request.received");
    await browser.evaluate(`document.querySelector(".ladder .row").dispatchEvent(new MouseEvent("click"))`);
    expect(await browser.evaluate(now)).toBe("query.sent");
    expect(await browser.evaluate(`document.querySelectorAll(".ladder .row.now").length`)).toBe(1);
  });

  test("a walk that was taken along is opened again, and what is none says so", async () => {
    const lines = await (await fetch(`${page}_signpost/trace?name=ns.hostile.test&type=A`, { method: "POST" })).text();
    const open = (text: string): Promise<unknown> =>
      browser.evaluate(`(() => {
        const input = document.querySelector(".open input");
        const files = new DataTransfer();
        files.items.add(new File([${JSON.stringify(text)}], "walk.ndjson"));
        input.files = files.files;
        input.dispatchEvent(new Event("change"));
      })()`);
    await browser.open("about:blank");
    await browser.open(page);
    await browser.until(`document.querySelector(".open input") !== null`);
    await open("nonsense");
    await browser.until(
      `document.querySelector(".refusal")?.textContent.startsWith("walk.ndjson is no walk") === true`,
    );
    await open(lines);
    await browser.until(`document.querySelector(".answer h1")?.textContent === "NOERROR ns.hostile.test A"`);
    expect(await browser.evaluate(`document.querySelector(".refusal")`)).toBe(null);
    expect(await browser.evaluate(`document.querySelectorAll("details.message").length`)).toBe(2);
  });

  test("the messages of a walk are opened octet by octet", async () => {
    await ask("www.example.net");
    const messages = `document.querySelectorAll("details.message")`;
    const sent = `document.querySelectorAll('.step[title="query.sent"]')`;
    // One for each question and one for each answer, and the one that was asked here.
    expect(await browser.evaluate(`${messages}.length`)).toBe(1 + 2 * Number(await browser.evaluate(`${sent}.length`)));
    expect(await browser.evaluate(`document.querySelector(".dissected")`)).toBe(null);
    await browser.evaluate(`${sent}[1].querySelector("summary").click()`);
    await browser.until(`document.querySelector(".dissected .part") !== null`);
    expect(await browser.evaluate(`document.querySelector(".step.now")`)).toBe(null);
    const octets = await browser.evaluate(`${sent}[1].querySelectorAll(".octet").length`);
    expect(await browser.text(".message[open] summary")).toBe(`${String(octets)} octets`);
    // A part shows its octets, an octet its part.
    const point = (selector: string): Promise<unknown> =>
      browser.evaluate(`document.querySelector(${JSON.stringify(selector)}).dispatchEvent(new Event("pointerenter"))`);
    const pointed = `[...document.querySelectorAll(".octet.pointed")].map((one) => one.textContent).join(" ")`;
    await point(".dissected .part[data-name=QDCOUNT]");
    expect(await browser.evaluate(pointed)).toBe("00 01");
    await point(".dissected .grid div:nth-child(1) .octet:nth-of-type(14)");
    expect(await browser.text(".part.pointed .what")).toBe("label");
  });

  test("a server of the mini internet is broken and mended by hand", async () => {
    await browser.open(`${page}#/lab`);
    await browser.until(`document.querySelector("select[aria-label='Break ns1.example.com']") !== null`);
    const row = `[...document.querySelectorAll("tr")].find((one) => one.textContent.startsWith("ns1.example.com"))`;
    expect(await browser.evaluate(`${row}.querySelector(".well") !== null`)).toBe(true);
    await browser.evaluate(`(() => {
      const list = ${row}.querySelector("select");
      list.selectedIndex = [...list.options].findIndex(({ textContent }) => textContent === "the cable is pulled");
      list.dispatchEvent(new Event("change"));
    })()`);
    await browser.until(`${row}.querySelector(".ill")?.textContent === "its cable is pulled"`);
    await ask("www.signpost-lessons.com");
    expect(await browser.text(".answer h1")).toBe("SERVFAIL www.signpost-lessons.com A");
    await browser.open(`${page}#/lab`);
    await browser.until(`${row}?.querySelector("button") !== undefined`);
    await browser.evaluate(`${row}.querySelector("button").click()`);
    await browser.until(`${row}.querySelector(".well") !== null`);
  });

  test("the same again is answered by the cache, and with an empty one is walked again", async () => {
    await ask("www.example.com");
    expect(await browser.text(".about")).toContain("no query sent");
    expect(await browser.evaluate(`document.querySelector(".ladder")`)).toBe(null);
    await browser.evaluate(`document.querySelector("input[name=empty]").click()`);
    await browser.evaluate(`document.querySelector(".question button").click()`);
    await browser.until(`document.querySelector(".ladder") !== null`);
    // The address says nothing of it: looking at it again empties nothing.
    expect(await browser.evaluate("location.hash")).toBe("#/ask?name=www.example.com&type=A");
    expect(await browser.text(".about")).toContain("7 of at most");
  });

  test("whoever goes back finds the walk that was there, and asking asks again", async () => {
    await ask("www.example.org");
    const sent = `document.querySelector(".about").textContent.match(/(\\d+) of at most/)?.[1] ?? "none"`;
    const walked = await browser.evaluate(sent);
    expect(walked).not.toBe("none");
    await browser.until(`document.title === "NOERROR www.example.org A · Signpost"`); // it comes after what it tells of
    await browser.evaluate(`location.hash = "#/cache"`);
    await browser.until(`document.title === "What the resolver remembers · Signpost"`);
    await browser.evaluate("history.back()");
    await browser.until(`document.querySelector(".ladder") !== null`);
    expect(await browser.evaluate(sent)).toBe(walked);
    expect(await browser.text()).toContain("As it was then");
    await browser.evaluate(`document.querySelector(".question button").click()`);
    await browser.until(`document.querySelector(".about")?.textContent.includes("no query sent") ?? false`);
    expect(await browser.text()).not.toContain("As it was then");
  });

  test("a page that is loaded anew asks anew", async () => {
    await ask("www.lanterns.com");
    await browser.evaluate("location.reload()");
    await browser.until(`document.querySelector(".about")?.textContent.includes("no query sent") ?? false`);
    expect(await browser.text()).not.toContain("As it was then");
  });

  test("a walk is taken along as text, as a drawing and as JSON", async () => {
    await ask("img.gaslight.com");
    await browser.evaluate(`window.kept = []; URL.createObjectURL = (blob) => { kept.push(blob); return "#/ask"; }`);
    const names = `HTMLAnchorElement.prototype.click = function () { kept.push(this.download); }`;
    await browser.evaluate(names);
    const take = async (label: string): Promise<[string, string]> => {
      const button = `[...document.querySelectorAll(".keep button")].find((one) => one.textContent === "${label}")`;
      await browser.evaluate(`kept.length = 0; ${button}.click()`);
      return (await browser.evaluate(`kept[0].text().then((text) => [kept[1], text])`)) as [string, string];
    };
    const [textName, text] = await take("as text");
    expect(textName).toBe("img.gaslight.com-A.txt");
    expect(text).toMatch(/^ +\d+\.\d ms ← A query of 34 octets comes, for img\.gaslight\.com A\. +RFC 1035 §4\.1\.2$/m);
    expect(text).toMatch(/^NOERROR img\.gaslight\.com\. A, after /m);
    const [jsonName, json] = await take("as JSON");
    expect(jsonName).toBe("img.gaslight.com-A.ndjson");
    expect(traceOf(json)).toMatchObject({ ending: { answer: { name: "img.gaslight.com." } } });
    await browser.evaluate(`document.querySelector(".player button").click()`);
    const [svgName, svg] = await take("as drawing");
    expect(svgName).toBe("img.gaslight.com-A.svg");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain("refers to gaslight.com");
    // It needs no style sheet: colours stand in it, steps to come are pale, and nothing of no colour is black elsewhere.
    expect(svg).toMatch(/<text[^>]* class="label"[^>]* fill="(rgb|oklch|color|lab)\(/);
    expect(svg).toContain('opacity="0.22"');
    expect(svg).not.toMatch(/rgba\([^"]*, 0\)|var\(|NaN|<script/);
  });

  test("names are asked for as the DNS has them, and what is none is said to be none", async () => {
    await browser.open("about:blank");
    await browser.open(page);
    await browser.until(`document.querySelector(".question") !== null`);
    await browser.evaluate(`document.querySelector("input[name=name]").value = "www.bücher.com"`);
    await browser.evaluate(`document.querySelector(".question button").click()`);
    await browser.until(`document.querySelector(".answer h1") !== null`);
    expect(await browser.text(".answer h1")).toContain("www.xn--bcher-kva.com A");
    await browser.evaluate(`document.querySelector("input[name=name]").value = "https://192.0.2.80/"`);
    await browser.evaluate(`document.querySelector(".question button").click()`);
    await browser.until(`document.querySelector(".answer h1")?.textContent.endsWith("PTR") ?? false`);
    expect(await browser.evaluate("location.hash")).toBe("#/ask?name=80.2.0.192.in-addr.arpa&type=PTR");
    await browser.evaluate(`location.hash = "#/ask?name=a..b&type=A"`);
    await browser.until(`document.querySelector(".refusal") !== null`);
    expect(await browser.text(".refusal")).toMatch(/^"a\.\.b" is no name: /);
    expect(browser.complaints.splice(0).join()).toContain("400");
  });

  test("a form is there while its question runs, and keeps what is typed", async () => {
    await ask("www.example.com");
    await browser.evaluate(`document.querySelector("input[name=name]").focus()`);
    await browser.evaluate(`location.hash = "#/ask?name=www.slow.broken.test&type=A"`);
    await browser.until(`document.querySelector("input[name=name]")?.value === "www.slow.broken.test"`);
    expect(await browser.text(".waiting")).toBe("One moment…");
    expect(await browser.evaluate(`document.activeElement.name`)).toBe("name");
    await browser.evaluate(`document.querySelector("input[name=name]").value = "typed.meanwhile"`);
    await browser.until(`document.querySelector(".answer h1") !== null`);
    expect(await browser.evaluate(`document.querySelector("input[name=name]").value`)).toBe("typed.meanwhile");
    await browser.until(`document.querySelector(".waiting") === null`);
  });

  test("what is broken is said, with the error that a resolver would tell", async () => {
    await ask("www.glue-stale.broken.test");
    expect(await browser.text(".answer h1")).toBe("SERVFAIL www.glue-stale.broken.test A");
    expect(await browser.text(".ede")).toContain("Extended DNS Error 22");
    expect(await browser.evaluate(`document.querySelector(".ladder .failure .label").textContent`)).toBe("REFUSED");
  });

  test("what a name server says is text, whatever it says", async () => {
    await ask("txt.hostile.test", "TXT");
    expect(await browser.text(".answer table")).toContain("<img src=x onerror=window.wasRun=1>");
    expect(await browser.text(".answer table")).toContain("<script>window.wasRun=1</script>");
    await ask("<b>bold.hostile.test");
    expect(await browser.text(".answer table")).toContain("<b>bold.hostile.test.");
    expect(await browser.evaluate("window.wasRun")).toBe(undefined);
  });

  test("a question that is none is refused in a sentence", async () => {
    await browser.open("about:blank");
    await browser.open(`${page}#/ask?name=www.example.com&type=NONSENSE`);
    await browser.until(`document.querySelector(".refusal") !== null`);
    expect(await browser.text(".refusal")).toBe('"NONSENSE" is no record type.');
    // A browser complains of every answer that is a refusal.
    expect(browser.complaints.splice(0).join()).toContain("400");
  });

  test("a lesson is played, and its question can be asked for real", async () => {
    await browser.open(`${page}#/lessons`);
    await browser.until(`document.querySelectorAll(".chapters a").length > 60`);
    await browser.evaluate(`[...document.querySelectorAll(".chapters a")].find((a) => a.textContent === "The change that does not propagate").click()`); // prettier-ignore
    await browser.until(`document.querySelector(".act") !== null`);
    expect(await browser.evaluate("location.hash")).toBe("#/lessons?lesson=propagation");
    expect(await browser.evaluate(`document.querySelectorAll(".act").length`)).toBe(3);
    expect(await browser.text()).toMatch(/600 seconds later[\s\S]*What went wrong[\s\S]*What mends it/);
    // Arrow keys lead the first trace, until another is used.
    const steps = `[...document.querySelectorAll(".act")].map((act) => act.querySelector(".step.now")?.title ?? "")`;
    await browser.press("ArrowLeft");
    expect(await browser.evaluate(steps)).toEqual(["answer.done", "", ""]);
    await browser.evaluate(`document.querySelectorAll(".act")[1].querySelector(".player button").click()`);
    await browser.press("ArrowRight");
    expect(await browser.evaluate(steps)).toEqual(["answer.done", "cache.hit", ""]);
    await browser.evaluate(`document.querySelector(".chips a").click()`);
    await browser.until(`document.querySelector(".answer h1") !== null`);
    expect(await browser.text(".answer h1")).toBe("NOERROR www.propagation.broken.test A");
  });

  test("a policy's choice is explained, and its zone is shown", async () => {
    const route53 = new Route53Client((await server.ready()).api);
    const zoneId = await route53.createZone("shop.test");
    const set = (SetIdentifier: string, Weight: number, value: string): SetInput => ({
      Name: "www.shop.test",
      Type: "A",
      SetIdentifier,
      Weight,
      TTL: 60,
      ResourceRecords: values(value),
    });
    await route53.create(zoneId, set("blue", 3, "192.0.2.1"), set("green", 1, "192.0.2.2"));
    await ask("www.shop.test");
    await browser.until(`document.querySelector(".choice") !== null`);
    expect(await browser.text(".choice")).toMatch(/Weighted[\s\S]*75 % blue weight 3[\s\S]*25 % green weight 1/);
    await browser.open(`${page}#/zones?id=${zoneId}`);
    await browser.until(`document.querySelector("pre") !== null`);
    expect(await browser.text()).toContain("change-records");
  });

  test.each([
    ["zones", "hostile.test"],
    ["cache", "Forget all"],
    ["apis", "APIs"],
    ["health", "None yet: CreateHealthCheck"],
  ])("the tab #/%s is there", async (tab, text) => {
    await browser.open("about:blank");
    await browser.open(`${page}#/${tab}`);
    await browser.until(`document.querySelector(".page.${tab} h1") !== null`);
    expect(await browser.text()).toContain(text);
  });

  test("the cache is seen to grow old, an entry of it is forgotten, and a name that is none can be asked for", async () => {
    await ask("www.example.com");
    await ask("nothing.example.com");
    await browser.open("about:blank");
    await browser.open(`${page}#/cache?name=example.com`);
    await browser.until(`document.querySelector(".cache table") !== null`);
    const rows = `[...document.querySelectorAll(".cache tbody tr")]`;
    const row = (name: string, type: string): string =>
      `${rows}.find(({ cells: [one, other] }) => one.textContent === "${name}" && other.textContent === "${type}")`;
    const seconds = `Number(${row("www.example.com.", "A")}.querySelector(".left").textContent)`;
    const before = Number(await browser.evaluate(seconds));
    expect(before).toBeGreaterThan(0);
    await browser.until(`${seconds} < ${before}`);
    const link = `${row("nothing.example.com.", "*")}.querySelector("a").getAttribute("href")`;
    expect(await browser.evaluate(link)).toBe("#/ask?name=nothing.example.com&type=A");
    const count = Number(await browser.evaluate(`${rows}.length`));
    const button = `${row("www.example.com.", "A")}.querySelector("button")`;
    expect(await browser.evaluate(`${button}.ariaLabel`)).toBe("Forget www.example.com A");
    await browser.evaluate(`${button}.click()`);
    await browser.until(`${rows}.length === ${count - 1}`);
    expect(await browser.evaluate(`${row("www.example.com.", "A")} === undefined`)).toBe(true);
    await browser.evaluate(`${row("nothing.example.com.", "*")}.querySelector("button").click()`);
    await browser.until(`${rows}.length === ${count - 2}`);
  });

  test("and the browser complained of nothing meanwhile", () => {
    expect(browser.complaints).toEqual([]);
  });
});
