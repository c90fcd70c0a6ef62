// Sessions of GTP-C: the request says whose it is, and its answer which address that one gets, unless the request says it already.
import { noRequests, type OpenRequests } from "../../pairing.ts";
import type { Talk } from "../../talk.ts";
import { tellUser, type User } from "./identity.ts";

/** Sessions that wait for the address that their answer gives. */
const MOST_ASKED = 64;

/** What a conversation remembers. */
export interface Sessions extends OpenRequests {
  /** Whose session was asked for, by sequence number. */
  asked: Map<number, User>;
}

/** Nothing was asked. */
export function noSessions(): Sessions {
  return { ...noRequests(), asked: new Map() };
}

/** Which part of a session's beginning a message is. */
export type Part = 0 | 1 | 2;
export const NEITHER: Part = 0;
export const ASKED: Part = 1;
export const GIVEN: Part = 2;

/** Tells of the addresses in the field of that name, with what is known of whom they are for. */
export function tellSession(
  talk: Talk<Sessions>,
  part: Part,
  sequence: number,
  fields: Readonly<Record<string, unknown>>,
  equipment: string,
  addresses: string,
): void {
  const { asked } = talk.memory;
  let user: User | undefined;
  if (part === ASKED) {
    const text = (name: string): string => (typeof fields[name] === "string" ? fields[name] : "");
    user = { subscriber: text("imsi"), equipment: text(equipment), network: text("apn"), slice: "" };
    if (asked.size >= MOST_ASKED) asked.delete(asked.keys().next().value as number);
    asked.set(sequence, user);
  } else if (part === GIVEN) {
    user = asked.get(sequence);
    asked.delete(sequence);
  }
  const given = fields[addresses];
  for (const address of Array.isArray(given) ? given : [given])
    if (typeof address === "string") tellUser(talk, address, "GTP address of a session", user);
}
