// The question that a visitor means: what people paste is the address of a page, or an address of a machine, and DNS has a name
// for either. With a dot behind it, everything is asked for as it is written.

export interface Asked {
  readonly name: string;
  /** null: as the visitor says. */
  readonly type: string | null;
}

/** `https://www.example.com/a` is asked for as its host, `192.0.2.80` by the way backwards, letters beyond ASCII as A-labels. */
export function askedName(word: string): Asked {
  const host = hostOf(word);
  const backwards = reverseName(host);
  if (backwards !== null) return { name: backwards, type: "PTR" };
  if (/^[\x00-\x7f]*$/.test(host)) return { name: host, type: null };
  return { name: URL.parse(`http://${host}`)?.hostname ?? host, type: null };
}

/** Browsers write hosts of schemes that they know as the DNS has them, and IPv6 addresses in brackets. */
function hostOf(word: string): string {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(word)) return word;
  return (URL.parse(word)?.hostname ?? "") || word;
}

/** RFC 1035 §3.5 for IPv4, RFC 3596 §2.5 for IPv6; null for what is no address. */
function reverseName(host: string): string | null {
  const octets = host.split(".");
  if (octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256))
    return `${octets.map(Number).toReversed().join(".")}.in-addr.arpa`;
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  // In the browser's own notation, with an IPv4 tail made hexadecimal.
  const parsed = bare.includes(":") ? URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) : undefined;
  return parsed === undefined ? null : `${nibblesOf(parsed).toReversed().join(".")}.ip6.arpa`;
}

function nibblesOf(address: string): string[] {
  const [before = "", after] = address.split("::", 2);
  const groupsOf = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [first, last] = [groupsOf(before), groupsOf(after ?? "")];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => "0");
  return [...first, ...zeros, ...last].flatMap((group) => group.padStart(4, "0").split(""));
}
