import { ascii, wide } from "./ber-bytes.ts";
import { ACCEPT, ATTACH } from "./naseps.ts";
import { element, pdu, sized } from "./ngap.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a name: a bit, then its length less one in eight. */
function name(text: string): string {
  return `${wide((text.length - 1) << 7, 2)}${ascii(text)}`;
}

const ENB_UE = element(8, "0007");
const MME_UE = element(0, "0009");
const STATION = element(59, "00 00f110 00 000102");
/** One bearer with its tunnel and the message of the device. */
export const BEARERS = element(24, `00 0034 00 ${sized(`45 00 09 3c 0f80 c0000203 00000001 ${sized(ACCEPT)}`)}`);
const BEARERS_SET_UP = element(51, `00 0032 00 ${sized("0a1f c0000204 00000002")}`);

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a base station of 4G and a device", over: "sctp", port: 36_412 },
    messages: [
      { from: "client", hex: pdu(0, 17, STATION, element(60, name("hall-4"))) },
      { from: "server", hex: pdu(1, 17, element(61, name("mme-1"))) },
      { from: "client", hex: pdu(0, 12, ENB_UE, element(26, sized(ATTACH)), element(67, "00 00f110 0001")) },
      { from: "server", hex: pdu(0, 9, MME_UE, ENB_UE, BEARERS) },
      { from: "client", hex: pdu(1, 9, MME_UE, ENB_UE, BEARERS_SET_UP) },
      { from: "client", hex: pdu(0, 18, MME_UE, ENB_UE, element(2, "0280")) },
      { from: "client", hex: pdu(0, 17, STATION) },
      { from: "server", hex: pdu(2, 17, element(2, "4080")) },
    ],
  },
];
