// A zone file made at random out of everything that master files may write one thing in: relative and absolute names,
// omitted owners, TTLs and classes in either order and with units, escapes, quotes, parentheses, comments, CRLF.
// The same seed makes the same text.

/** A text of about 300 records for the zone random.test, valid for every server that we compare with. */
export function randomZone(seed: number): string {
  const draw = drawing(seed);
  const end = draw(2) === 0 ? "\r\n" : "\n";
  let text = `; seed ${seed}${end}$TTL ${ttl(draw)}${end}@ IN SOA ns.random.test. h\\.m ( 1 2h${end}\t3m ; retry${end} 4w 5 )${end} NS ns${end}ns A 192.0.2.1${end}`;
  for (let set = 0; set < 120; set++) {
    if (draw(12) === 0)
      text +=
        [`$ORIGIN random.test.`, `$ORIGIN sub${draw(3)}.random.test.`, `$TTL ${ttl(draw)}`, `  ; only words`, ""][
          draw(5)
        ] + end;
    text += recordSet(draw, set, end);
  }
  return text;
}

type Draw = (below: number) => number;

/** xorshift32 */
function drawing(seed: number): Draw {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Records of one owner and type, which share a TTL (RFC 2181 §5.2). */
function recordSet(draw: Draw, set: number, end: string): string {
  const owner = `${label(draw)}${set}${draw(3) === 0 ? `.${label(draw)}` : ""}${draw(4) === 0 ? ".random.test." : ""}`;
  const [type, data] = datas[draw(datas.length)];
  const lifetime = draw(3) === 0 ? "" : ttl(draw);
  let text = "";
  for (let i = 0, count = 1 + draw(4); i < count; i++) {
    const first = i === 0 ? owner : draw(2) === 0 ? owner : " ";
    const middle = [lifetime, draw(2) === 0 ? "IN" : ""];
    if (draw(2) === 0) middle.reverse();
    const words = [...middle, draw(2) === 0 ? type : type.toLowerCase(), data(draw, i)].filter((word) => word !== "");
    text += `${first} ${wrapped(draw, words.join(draw(4) === 0 ? "\t" : " "), end)}${draw(5) === 0 ? ' ; words; "and (more' : ""}${end}`;
  }
  return text;
}

/** Sometimes over several lines. (Not with the parenthesis first behind an omitted owner: NSD 4.6 takes that for an error.) */
function wrapped(draw: Draw, words: string, end: string): string {
  return draw(5) === 0 ? words.replace(/[ \t]/u, ` (${end}  `).concat(` ; inside )${end} )`) : words;
}

function ttl(draw: Draw): string {
  return [String(draw(100_000)), `${1 + draw(9)}h`, `${1 + draw(5)}D`, `1h${draw(60)}m`, `1w2d3h4m5s`][draw(5)];
}

function label(draw: Draw): string {
  return ["a", "Www", "x-1", "_srv", "q\\.r", "s\\032p", "\\200\\000", "c\\;d", '\\"q', "p\\(q\\)", "b\\\\s", "\\@"][
    draw(12)
  ];
}

/** In lower case: NSD 4.6 folds the names in data. */
function host(draw: Draw): string {
  return [`h${draw(9)}.example.net.`, `${label(draw)}.example.net.`.toLowerCase()][draw(2)];
}

/** Data of a record; `i` tells the records of a set apart. */
const datas: readonly (readonly [string, (draw: Draw, i: number) => string])[] = [
  ["A", (draw, i) => `192.0.2.${draw(60) * 4 + i}`],
  ["AAAA", (draw, i) => [`2001:db8::${i}`, `2001:DB8:0:0:1:0:0:${i}`, `2001:db8::192.0.2.${i}`][draw(3)]],
  ["MX", (draw, i) => `${i}${draw(10)} ${host(draw)}`],
  [
    "TXT",
    (draw, i) =>
      [`"a ${i}; b" c`, `plain${i}`, `"\\"q\\" \\\\ \\200\\010" "" x\\;y${i}`, `"" "${"z".repeat(255)}" ${i}`][draw(4)],
  ],
  ["SRV", (draw, i) => `${i} ${draw(9)} ${draw(65_536)} ${host(draw)}`],
  ["PTR", (draw, i) => `p${i}.${host(draw)}`],
  ["CAA", (draw, i) => `${draw(2) * 128} issue "ca${i}.example.net; x=\\"y\\""`],
  ["TYPE65280", (draw, i) => [`\\# 3 0a0b0${i}`, `\\# 4 0A 0b0C 0${i}`][draw(2)]],
  ["NAPTR", (draw, i) => `${i} ${draw(9)} "u" "E2U+sip" "!^.*$!sip:x${i}@example.net!" .`],
  ["SSHFP", (_draw, i) => `4 2 ${`0${i}`.repeat(16)} ${"ab".repeat(16)}`],
  [
    "HTTPS",
    (draw, i) =>
      `${i + 1} ${draw(2) === 0 ? "." : host(draw)} alpn="h2,h3" port=${443 + i} ipv4hint=192.0.2.1,192.0.2.2`,
  ],
];
