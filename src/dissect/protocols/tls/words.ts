// What a handshake says in words, for protocols that are nothing but TLS to an observer and are known by a name alone.
import { asciiBytes } from "../../digest.ts";
import type { Talk } from "../../talk.ts";
import type { TlsMemory } from "./memory.ts";

/** Carries "server name: ..." of a client and "subject: ...\nissuer: ..." of who shows a certificate. */
export const TLS_WORDS = "tls words";
const LONGEST = 512;

/** Hands on what was said; call it behind the emit of the message that said it. */
export function handWords(talk: Talk<TlsMemory>, words: string): void {
  if (words === "") return;
  const bytes = asciiBytes(words.slice(0, LONGEST));
  talk.hand(TLS_WORDS, bytes, 0, bytes.length);
}
