import { wide } from "./ber-bytes.ts";
import { publication } from "./goose.ts";
import type { Exchange } from "./sample.ts";
import { frame, unit } from "./sv.ts";

/** A payload element around a PDU as it is on Ethernet, without its head there. */
function payload(tag: string, ethernet: string, simulation = "00"): string {
  const digits = ethernet.replace(/\s+/g, "");
  const pdu = digits.slice(16);
  return `${tag}${simulation}${digits.slice(0, 4)}${wide(pdu.length / 2 + 2, 2)}${pdu}`;
}

/** A datagram of version 2 around payload elements. */
export function spdu(identifier: string, number: number, payloads: string, signature = "", version = 2): string {
  const length = payloads.length / 2;
  const security = version === 1 ? `65000000 0010 00 02 00000007` : `65000000 0010 00000007 00`;
  const common = `${wide(length + 25, 4)}${wide(number, 4)}${wide(version, 2)}${security}`.replace(/\s+/g, "");
  const header = `80${wide(common.length / 2, 1)}${common}`;
  return `0140${identifier}${wide(header.length / 2, 1)}${header}${wide(length, 4)}${payloads}${signature}`;
}

const SIGNATURE = `8510${"5a".repeat(16)}`;

/** Signed and unsigned publications, samples, an encrypted payload, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "routed events and samples",
    over: "udp",
    port: 102,
    messages: [
      { from: "client", hex: spdu("a1", 7, payload("81", publication()), SIGNATURE) },
      { from: "client", hex: spdu("a1", 8, payload("81", publication({ sequence: 1 })), SIGNATURE, 1) },
      {
        from: "client",
        hex: spdu("a2", 9, payload("82", frame([unit({ count: 1 })])) + payload("82", frame([unit({ count: 2 })]))),
      },
      {
        from: "client",
        hex: `0140a1258023 0000001e 0000000a 0002 65000000 0010 00000007 0c${"11".repeat(12)}00000004deadbeef`.replaceAll(
          " ",
          "",
        ),
      },
      { from: "client", hex: spdu("a3", 11, "84000000000430030201ff") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 102,
    messages: [
      { from: "client", hex: spdu("a1", 7, "") },
      { from: "client", hex: spdu("a1", 5, "", "", 3) },
      { from: "client", hex: spdu("a1", 9, payload("81", publication())).slice(0, 120) },
    ],
  },
];
