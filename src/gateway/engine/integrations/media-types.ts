// Which bodies are binary: a media type is, when the API's binaryMediaTypes name it, its kind or all of them (AWS guide:
// api-gateway-payload-encodings-workflow). Parameters of a type do not count. Decisions are kept, for there are few types.

import { bareType } from "../media-type.ts";

/** What this was compiled for; `text` is a Content-Type header, or the first type of Accept. */
export interface BinaryTypes {
  readonly isBinary: (mediaType: string | undefined) => boolean;
}

export function compileBinaryTypes(binaryMediaTypes: readonly string[]): BinaryTypes {
  const types = new Set(binaryMediaTypes.map(bareType));
  if (types.size === 0) return { isBinary: () => false };
  if (types.has("*/*")) return { isBinary: () => true };
  return {
    isBinary(mediaType) {
      if (mediaType === undefined) return false;
      const type = bareType(mediaType);
      return types.has(type) || types.has(`${type.slice(0, type.indexOf("/"))}/*`);
    },
  };
}

/** The first type that a client says it accepts. */
export function firstAccepted(accept: string | undefined): string | undefined {
  if (accept === undefined) return undefined;
  const end = accept.indexOf(",");
  return end === -1 ? accept : accept.slice(0, end);
}
