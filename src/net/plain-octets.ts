// What Node hands out are Buffers, whose `slice` is a window where a Uint8Array's is a copy. Code that answers copies what it changes
// or keeps by `slice`: over a Buffer it would change the message itself. So no Buffer leaves this floor.

/** The same octets as what their type says that they are. */
export function plainOctets({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
