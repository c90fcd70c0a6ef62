// Authentication verifiers: C706 section 13.2.6.1, MS-RPCE section 2.2.2.11.
import { readToken, type Token } from "../../gss.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { AUTH_LEVELS, AUTH_TYPES } from "./names.ts";

const TRAILER = 8;
/** Arguments are encrypted from this level on. */
export const PRIVACY = 6;

/** The verifier at the end of a packet. */
export interface Verifier {
  level: number;
  padding: number;
  /** Where the verifier begins, its padding not counted. */
  at: number;
  token: Token | undefined;
  end: number;
}

/**
 * Reads the verifier of `length` octets at the end of the packet; undefined where there is none. `carriesToken` says
 * that it is part of a login, so that names may stand in it; claims what they tell.
 */
export function readVerifier(
  talk: Talk,
  reader: Reader,
  length: number,
  carriesToken: boolean,
  fields: Record<string, unknown> | undefined,
): Verifier | undefined {
  if (length === 0) return undefined;
  const { bytes, end } = reader;
  const at = end - length - TRAILER;
  if (at < reader.position) {
    talk.fault("bad authentication length", 10);
    return undefined;
  }
  const type = bytes[at] as number;
  const level = bytes[at + 1] as number;
  const verifier: Verifier = { level, padding: bytes[at + 2] as number, at, token: undefined, end };
  if (carriesToken) verifier.token = readToken(talk, bytes, at + TRAILER, end, "DCE RPC");
  if (fields !== undefined) {
    fields["auth_type"] = type;
    fields["auth_type_name"] = AUTH_TYPES[type] ?? "";
    fields["auth_level"] = level;
    fields["auth_level_name"] = AUTH_LEVELS[level] ?? "";
    if (verifier.token?.ntlm !== undefined) fields["ntlmssp"] = verifier.token.ntlm;
  }
  return verifier;
}
