// Signatures that were made before, found by a keyed hash of what they sign: so a name that is asked for often costs a look and no
// arithmetic on curves. 64 bits under a secret stand for the octets: nobody can choose two sets that meet.
// Two rows may hold a signature; where both are taken the one or the other goes. A signature is found by when it begins to
// hold, too (./online-signatures.ts): so none is found that is old. Nothing is allocated after the first one.

/** Of ECDSA P-256 (RFC 6605 §4). */
export const signatureOctets = 64;
const ways = 2;

/** The words of a row. */
const lowOf = 0;
const highOf = 1;
const inceptionOf = 2;
const rowWords = 3;

export class SignatureTable {
  readonly #rows: number;
  #words = new Uint32Array(0);
  #octets = new Uint8Array(0);
  #turn = 0;

  /** `rows` is a power of two. */
  constructor(rows: number) {
    this.#rows = rows;
  }

  /** All signatures; `find` and `keep` say where one stands. */
  get octets(): Uint8Array {
    return this.#octets;
  }

  /** Where in `octets` the signature of a hash stands that holds from `inception` on; -1 for nowhere. */
  find(low: number, high: number, inception: number): number {
    if (this.#words.length === 0) return -1;
    const first = this.#firstOf(low);
    const words = this.#words;
    for (let row = first; row < first + ways; row++) {
      const base = row * rowWords;
      if (words[base + lowOf] === low && words[base + highOf] === high && words[base + inceptionOf] === inception)
        return row * signatureOctets;
    }
    return -1;
  }

  /** Keeps a signature, best in the row of one that began before `oldest`; where it stands in `octets`. */
  keep(low: number, high: number, inception: number, oldest: number, signature: Uint8Array): number {
    if (this.#words.length === 0) this.#allocate();
    const words = this.#words;
    const first = this.#firstOf(low);
    let row = first;
    while (row < first + ways && words[row * rowWords + inceptionOf] >= oldest) row++;
    if (row === first + ways) row = first + (this.#turn ^= 1);
    const base = row * rowWords;
    words[base + lowOf] = low;
    words[base + highOf] = high;
    words[base + inceptionOf] = inception;
    const at = row * signatureOctets;
    for (let i = 0; i < signatureOctets; i++) this.#octets[at + i] = signature[i];
    return at;
  }

  #firstOf(low: number): number {
    return low & (this.#rows - ways);
  }

  #allocate(): void {
    this.#words = new Uint32Array(this.#rows * rowWords);
    this.#octets = new Uint8Array(this.#rows * signatureOctets);
  }
}
