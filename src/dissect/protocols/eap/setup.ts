// Wi-Fi Simple Configuration ("WPS") inside expanded EAP: Wi-Fi Simple Configuration Technical Specification 2.0.8,
// sections 7.7 and 12. Devices that join so say in the clear who made them.
import type { Attribute } from "../../../model/attribute.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

/** Vendor and type of the expanded method. */
export const SETUP_VENDOR = 14122;
export const SETUP_TYPE = 1;
const MESSAGE = 4;
const HAS_LENGTH = 0x02;
const FIRST_ENROLLEE = 4;
const FIRST_REGISTRAR = 5;
const MESSAGE_TYPE = 0x1022;
const MOST = 64;
const LONGEST = 64;
const METHOD = "Wi-Fi Simple Configuration";

const ATTRIBUTES: Readonly<Record<number, readonly [attribute: Attribute, field: string]>> = {
  4113: ["name", "device_name"],
  4129: ["vendor", "manufacturer"],
  4131: ["model", "model_name"],
  4132: ["orderNumber", "model_number"],
  4162: ["serial", "serial_number"],
};

/** Claims what the first message of either side tells of its sender. */
export function tellSetup(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): void {
  const code = reader.u8();
  const flags = reader.u8();
  if ((flags & HAS_LENGTH) !== 0) reader.skip(2);
  if (fields !== undefined) fields["setup_code"] = code;
  if (code !== MESSAGE) return;
  let isFirst = false;
  for (let count = 0; count < MOST && reader.left() >= 4; count++) {
    const type = reader.u16();
    const length = reader.u16();
    if (length > reader.left()) return;
    const start = reader.position;
    const known = ATTRIBUTES[type];
    if (type === MESSAGE_TYPE && length === 1) {
      const message = reader.peek();
      isFirst = message === FIRST_ENROLLEE || message === FIRST_REGISTRAR;
      if (fields !== undefined) fields["setup_message"] = message;
    } else if (known !== undefined && isFirst && length > 0 && length <= LONGEST) {
      const value = reader.text(length);
      talk.claim("sender", known[0], value, known[0] === "name" ? 0.7 : 0.9, METHOD, start, start + length);
      if (fields !== undefined) fields[known[1]] = value;
    }
    reader.position = start + length;
  }
}
