// ENTRY_BEGIN to ENTRY_END: what to match, what to adjust, and the message in zone text (RFC 1035 §5.1), section by
// section. Names are absolute or below $ORIGIN, which is the root at first; a TTL that is left out is 3600 s.
// Record data is scanned by the table of types, as in zone files; faults stand in the lexer.

import { scanDigits } from "../../dns/fields/encoded.ts";
import { hex } from "../../base/encodings.ts";
import { OctetWriter } from "../../base/octets.ts";
import { Class, classNumberAt, Opcode, Rcode } from "../../dns/codes.ts";
import { Name } from "../../dns/name.ts";
import { scanRdata } from "../../dns/rdata.ts";
import type { Lexer } from "../../dns/text/lexer.ts";
import { scanName } from "../../dns/text/name-text.ts";
import { scanPeriod } from "../../dns/text/ttl.ts";
import { typeNumberAt } from "../../dns/types.ts";
import { emptyMessage, flagBits } from "./message.ts";
import type { Message, MessageQuestion, MessageRecord, SectionName } from "./message.ts";
import { adjustWords, matchWords } from "./model.ts";
import type { AdjustWord, Dialect, Entry, MatchWord, ScriptedPacket } from "./model.ts";

/** What the lines of one packet have said so far. */
interface Draft {
  opcode: number;
  rcode: number;
  flags: number;
  dnssecOk: boolean;
  question: MessageQuestion | null;
  readonly sections: Record<SectionName, MessageRecord[]>;
  raw: Uint8Array | null;
  options: Uint8Array | null;
}

interface EntryDraft {
  readonly match: MatchWord[];
  readonly adjust: AdjustWord[];
  extendedError: number | "any" | null;
  serial: number | null;
  sleepSeconds: number;
  mandatory: boolean;
  readonly packets: Draft[];
}

type Section = SectionName | "question" | null;

const sections: Readonly<Record<string, Exclude<Section, null>>> = {
  QUESTION: "question",
  ANSWER: "answer",
  AUTHORITY: "authority",
  ADDITIONAL: "additional",
};

/** What stands between entries, and never in one. */
const outside: ReadonlySet<string> = new Set(["ENTRY_BEGIN", "RANGE_BEGIN", "RANGE_END", "STEP", "SCENARIO_END"]);

export class EntryScanner {
  readonly #lexer: Lexer;
  readonly #dialect: Dialect;
  readonly #out = new OctetWriter(512);
  #origin: Uint8Array = Name.root.wire;
  #ttlSeconds = 3600;
  /** The line of the entry whose end is missing. */
  #forgottenOf = 0;

  constructor(lexer: Lexer, dialect: Dialect) {
    this.#lexer = lexer;
    this.#dialect = dialect;
  }

  /** The lexer stands on ENTRY_BEGIN, and afterwards on ENTRY_END. */
  scan(): Entry {
    const lexer = this.#lexer;
    const { line } = lexer;
    const draft: EntryDraft = {
      match: [],
      adjust: [],
      extendedError: null,
      serial: null,
      sleepSeconds: 0,
      mandatory: false,
      packets: [newDraft()],
    };
    let section: Section = null;
    let ended = false;
    while (!ended && lexer.nextEntry()) {
      const word = lexer.text();
      if (word === "ENTRY_END") ended = true;
      else if (outside.has(word)) this.#forgotten(line);
      else if (word === "SECTION") section = this.#section();
      else if (word === "EXTRA_PACKET") {
        draft.packets.push(newDraft());
        section = null;
      } else if (!this.#keyword(word, draft)) this.#record(section, draft.packets[draft.packets.length - 1]);
    }
    if (!ended) lexer.fail("the text ends within an entry");
    const [first, ...more] = draft.packets.map((packet) => this.#packet(packet));
    return { ...draft, line, packets: [first, ...more] };
  }

  /** What follows from a forgotten end is told as that, once, and not as records of no type. */
  #forgotten(begun: number): void {
    if (this.#forgottenOf !== begun) this.#lexer.fail(`the entry that begins in line ${begun} has no ENTRY_END`);
    this.#forgottenOf = begun;
    this.#lexer.skipEntry();
  }

  /** Reads a line that begins with a keyword; false when it begins with none. */
  #keyword(word: string, draft: EntryDraft): boolean {
    const lexer = this.#lexer;
    const packet = draft.packets[draft.packets.length - 1];
    if (word === "MATCH") while (lexer.next()) this.#match(lexer.text(), draft);
    else if (word === "ADJUST") while (lexer.next()) this.#adjust(lexer.text(), draft);
    else if (word === "REPLY" || word === "FLAGS") while (lexer.next()) this.#header(lexer.text(), packet);
    else if (word === "RAW") packet.raw = this.#hexUntil("");
    else if (word === "HEX_ANSWER_BEGIN") packet.raw = this.#hexUntil("HEX_ANSWER_END");
    else if (word === "HEX_EDNSDATA_BEGIN") packet.options = this.#hexUntil("HEX_EDNSDATA_END");
    else if (word === "HEX_EDNS_BEGIN") packet.options = this.#hexUntil("HEX_EDNS_END");
    else if (word === "MANDATORY") draft.mandatory = true;
    else if (word === "$ORIGIN") this.#setOrigin();
    else if (word === "$TTL") this.#setTtl();
    else return false;
    return true;
  }

  #match(word: string, draft: EntryDraft): void {
    const known = matchWords.find((one) => one === word);
    const value = /^(ede|serial)=(\d+|any)$/.exec(word);
    if (known !== undefined) draft.match.push(known);
    else if (value?.[1] === "ede") draft.extendedError = value[2] === "any" ? "any" : Number(value[2]);
    else if (value?.[1] === "serial") draft.serial = Number(value[2]);
    else this.#lexer.fail("nothing that can be matched");
  }

  #adjust(word: string, draft: EntryDraft): void {
    const known = adjustWords.find((one) => one === word);
    const sleep = /^(?:packet_)?sleep=(\d+)$/.exec(word);
    if (known !== undefined) draft.adjust.push(known);
    else if (sleep !== null) draft.sleepSeconds = Number(sleep[1]);
    else this.#lexer.fail("nothing that can be adjusted");
  }

  #header(word: string, packet: Draft): void {
    const name = word.replace(/,$/, "").replace(/^NOTIMPL$/, "NOTIMP");
    if (name === "DO") packet.dnssecOk = true;
    else if (name in flagBits) packet.flags |= flagBits[name as keyof typeof flagBits];
    else if (name in Rcode) packet.rcode = Rcode[name as keyof typeof Rcode];
    else if (name in Opcode) packet.opcode = Opcode[name as keyof typeof Opcode];
    else this.#lexer.fail("neither an opcode, a response code nor a flag");
  }

  #section(): Section {
    const lexer = this.#lexer;
    const section = lexer.next() ? sections[lexer.text()] : undefined;
    if (section === undefined) lexer.fail("SECTION is QUESTION, ANSWER, AUTHORITY or ADDITIONAL");
    return section ?? null;
  }

  /** Digits up to a line of its own that says `end`; for "", the next line alone. */
  #hexUntil(end: string): Uint8Array {
    const lexer = this.#lexer;
    const out = this.#out;
    out.clear();
    while (lexer.nextEntry() && lexer.text() !== end) {
      if (end === "" && lexer.text() === "NULL") break;
      if (!scanDigits(lexer, hex, out) || end === "") break;
    }
    return out.copy();
  }

  #setOrigin(): void {
    this.#out.clear();
    if (this.#lexer.next() && scanName(this.#lexer, this.#origin, this.#out)) this.#origin = this.#out.copy();
  }

  #setTtl(): void {
    const lexer = this.#lexer;
    const ttl = lexer.next() ? scanPeriod(lexer.bytes, lexer.start, lexer.end) : -1;
    if (ttl < 0) lexer.fail("not a TTL");
    else this.#ttlSeconds = ttl;
  }

  #record(section: Section, packet: Draft): void {
    const lexer = this.#lexer;
    if (section === null) return void lexer.fail("a keyword, or a SECTION before records");
    this.#out.clear();
    if (!scanName(lexer, this.#origin, this.#out)) return;
    const owner = new Name(this.#out.copy());
    let ttlSeconds = this.#ttlSeconds;
    let recordClass: number = Class.IN;
    let type = -1;
    while (type < 0) {
      if (!lexer.next()) return void lexer.fail("the record has no type");
      const { bytes, start, end } = lexer;
      const number = classNumberAt(bytes, start, end);
      const ttl = scanPeriod(bytes, start, end);
      type = typeNumberAt(bytes, start, end);
      // In `name ANY` the word is a type, in `name ANY TXT` a class: what comes last is the type.
      if (number >= 0 && (type < 0 || !isLast(lexer))) [recordClass, type] = [number, -1];
      else if (type < 0 && ttl >= 0) ttlSeconds = ttl;
      else if (type < 0) return void lexer.fail("neither a type, a class nor a TTL");
    }
    if (section === "question") {
      packet.question = { name: owner, type, class: recordClass };
      return;
    }
    this.#out.clear();
    if (!scanRdata(type, lexer, this.#origin, this.#out)) return;
    packet.sections[section].push({ owner, type, class: recordClass, ttlSeconds, rdata: this.#out.copy() });
  }

  #packet(draft: Draft): ScriptedPacket {
    const { opcode, rcode, flags, question, sections: records, raw, options } = draft;
    // Deckard's messages always carry EDNS; testbound's do when DO or octets of options ask for it.
    const hasEdns = this.#dialect === "deckard" || draft.dnssecOk || options !== null;
    const edns = hasEdns ? { dnssecOk: draft.dnssecOk, options: options ?? new Uint8Array(0) } : null;
    const message: Message = { ...emptyMessage, opcode, rcode, flags, question, ...records, edns };
    return { message, raw };
  }
}

function newDraft(): Draft {
  const { opcode, rcode, flags } = emptyMessage;
  const records = { answer: [], authority: [], additional: [] };
  return { opcode, rcode, flags, dnssecOk: false, question: null, sections: records, raw: null, options: null };
}

/** Whether no word follows the current one on its line. */
function isLast(lexer: Lexer): boolean {
  for (let at = lexer.end; at < lexer.bytes.length; at++) {
    const octet = lexer.bytes[at];
    if (octet === 0x0a || octet === 0x3b) return true;
    if (octet !== 0x20 && octet !== 0x09 && octet !== 0x0d) return false;
  }
  return true;
}
