// RFC 3416 section 3, RFC 1901 and X.690: SNMP version 2c in BER.
import { joinBytes, writer } from "../bytes.ts";
import { derElement, derInteger, derObject } from "./der.ts";

/** What a variable holds: text, an object identifier, hundredths of a second, or nothing yet (in a request). */
export type SnmpValue =
  | { kind: "nothing" }
  | { kind: "text"; value: string }
  | { kind: "object"; value: string }
  | { kind: "ticks"; value: number };

/** Tags of the two messages used. */
export const GET_REQUEST = 0xa0;
export const RESPONSE = 0xa2;

function encodeValue(value: SnmpValue): Uint8Array {
  switch (value.kind) {
    case "nothing":
      return Uint8Array.of(5, 0);
    case "text":
      return derElement(4, writer().text(value.value).done());
    case "object":
      return derObject(value.value);
    case "ticks": {
      const whole = derInteger(value.value);
      whole[0] = 0x43;
      return whole;
    }
  }
}

/** A message with its community, which travels in clear. */
export function encodeSnmp(
  community: string,
  tag: number,
  request: number,
  variables: { object: string; value: SnmpValue }[],
): Uint8Array {
  const bindings = variables.map(({ object, value }) =>
    derElement(0x30, joinBytes(derObject(object), encodeValue(value))),
  );
  const list = derElement(0x30, joinBytes(...bindings));
  const message = derElement(tag, joinBytes(derInteger(request), derInteger(0), derInteger(0), list));
  return derElement(0x30, joinBytes(derInteger(1), derElement(4, writer().text(community).done()), message));
}
