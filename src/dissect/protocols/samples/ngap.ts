import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits with their length before them. */
export function sized(contents: string): string {
  const digits = contents.replace(/\s+/g, "");
  const length = digits.length / 2;
  return `${length < 128 ? wide(length, 1) : wide(length + 0x8000, 2)}${digits}`;
}

/** Digits of one element. */
export function element(id: number, contents: string): string {
  return `${wide(id, 2)}00${sized(contents)}`;
}

/** Digits of a PDU; `choice` 0 initiates, 1 succeeds, 2 fails. */
export function pdu(choice: 0 | 1 | 2, code: number, ...elements: string[]): string {
  return `${wide(choice * 32, 1)}${wide(code, 1)}00${sized(`00${wide(elements.length, 2)}${elements.join("")}`)}`;
}

/** Digits of a name: a bit, then its length less one in eight. */
function name(text: string): string {
  return `${wide((text.length - 1) << 7, 2)}${ascii(text)}`;
}

/** Digits of the element that carries a NAS message. */
export function nas(message: string): string {
  return element(38, sized(message));
}

const RAN_UE = element(85, "0007");
const AMF_UE = element(10, "0009");
const STATION = element(27, "00 00f110 50 000102");
const TRANSFER = sized("00 0001 008b 00 0a 01f0 c0000203 00000001");
const ACCEPT = sized("7e 00 68 01 000f 2e 0a 01 c2 11 0000 00 29 05 01 0a3c0001 12 0a");
/** Sessions with a message and a slice of kind and detail, with neither, and with a message alone. */
export const SESSIONS = element(
  74,
  `02 40 0a ${ACCEPT} 4020 010203 ${TRANSFER} 00 0b 0020 ${TRANSFER} 40 0c ${sized("7e 00 54")} 0020 ${TRANSFER}`,
);

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a base station and a device", over: "sctp", port: 38_412 },
    messages: [
      { from: "client", hex: pdu(0, 21, STATION, element(82, name("hall-5"))) },
      { from: "server", hex: pdu(1, 21, element(1, name("AMF"))) },
      {
        from: "client",
        hex: pdu(0, 15, RAN_UE, nas("7e 00 41 79 000d 01 00f110 0000 00 00 0000000010"), element(90, "18")),
      },
      { from: "server", hex: pdu(0, 4, AMF_UE, RAN_UE, nas("7e 00 56 00 0200 00")) },
      { from: "server", hex: pdu(0, 29, AMF_UE, RAN_UE, SESSIONS) },
      { from: "client", hex: pdu(1, 29, AMF_UE, RAN_UE) },
      { from: "client", hex: pdu(0, 21, STATION) },
      { from: "server", hex: pdu(2, 21, element(15, "4080")) },
    ],
  },
];
