// RFC 4511 section 4: LDAP messages.
import { asciiBytes, joinBytes } from "../bytes.ts";
import { derElement, derInteger } from "./der.ts";

const SEARCH = 0x63;
const ENTRY = 0x64;
const DONE = 0x65;
const UNBIND = 0x42;

function text(value: string): Uint8Array {
  return derElement(4, asciiBytes(value));
}

function enumerated(value: number): Uint8Array {
  return derElement(0x0a, [value]);
}

function message(number: number, operation: Uint8Array): Uint8Array {
  return derElement(0x30, joinBytes(derInteger(number), operation));
}

/** Asks for attributes of an entry: scope 0 is itself, 2 all below it; of those that have an object class. */
export function searchRequest(number: number, base: string, scope: 0 | 2, attributes: readonly string[]): Uint8Array {
  const list = derElement(0x30, joinBytes(...attributes.map(text)));
  const present = derElement(0x87, asciiBytes("objectClass"));
  const limits = [derInteger(0), derInteger(120), derElement(1, [0])];
  return message(
    number,
    derElement(SEARCH, joinBytes(text(base), enumerated(scope), enumerated(0), ...limits, present, list)),
  );
}

/** One entry that was found, with its attributes, and that it was all. */
export function searchAnswer(
  number: number,
  name: string,
  attributes: readonly (readonly [name: string, value: string])[],
): Uint8Array {
  const list = attributes.map(([type, value]) =>
    derElement(0x30, joinBytes(text(type), derElement(0x31, text(value)))),
  );
  const entry = derElement(ENTRY, joinBytes(text(name), derElement(0x30, joinBytes(...list))));
  const done = derElement(DONE, joinBytes(enumerated(0), text(""), text("")));
  return joinBytes(message(number, entry), message(number, done));
}

/** Says that nothing more comes. */
export function unbindRequest(number: number): Uint8Array {
  return message(number, derElement(UNBIND, []));
}
