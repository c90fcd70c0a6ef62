// S7comm-plus: who controllers and their clients say they are when a session opens.
import type { Walk } from "./walk.ts";

/** Order number and firmware between semicolons: "1;6ES7 214-1AG40-0XB0 ;V4.2". */
const SYSTEM = /(6[A-Z]{2}\d [0-9A-Z]{3,5}-[0-9A-Z]{4,5}(?:-[0-9A-Z]{4})?) *;[VS](\d+\.\d+(?:\.\d+)?)/;
/** Engineering stations put a number behind their name, another one in every session. */
const COUNTER = /_\d{5,}$/;
const METHOD = "S7comm-plus session";

/** Claims what a controller's version text says; clients give it back to the controller. */
export function claimSystemVersion(walk: Walk, about: "sender" | "receiver", isLocated: boolean): void {
  const { talk, systemVersion } = walk;
  const found = SYSTEM.exec(systemVersion);
  if (found === null) return;
  const order = found[1] as string;
  const version = found[2] as string;
  // Positions in a text of plain letters are positions in its octets.
  const isPlain = isLocated && /^[ -~]*$/.test(systemVersion);
  const first = isPlain ? walk.systemVersionAt + found.index : 0;
  const last = isPlain ? first + found[0].length : 0;
  const orderEnd = isPlain ? first + order.length : 0;
  talk.claim(about, "orderNumber", order, 0.95, METHOD, first, orderEnd);
  talk.claim(about, "vendor", "Siemens", 0.9, METHOD, first, orderEnd);
  talk.claim(about, "firmware", version, 0.9, METHOD, isPlain ? last - version.length : 0, last);
}

/** Claims what a client says of itself in the session that it asks for. */
export function claimSession(walk: Walk): void {
  const { talk } = walk;
  if (walk.host !== "") talk.claim("sender", "name", walk.host.replace(COUNTER, ""), 0.85, METHOD);
  if (walk.application !== "") talk.claim("sender", "software", walk.application, 0.85, METHOD);
}
