import { text } from "./s7comm.ts";
import type { Exchange } from "./sample.ts";

/** A PDU that is the whole message: header, content, trailer. */
export function whole(version: number, content: string): string {
  return `${piece(version, content)} 72 ${octet(version)} 0000`;
}

/** A PDU that others follow: header and content. */
export function piece(version: number, content: string): string {
  const length = content.replace(/\s+/g, "").length / 2;
  return `72 ${octet(version)} ${length.toString(16).padStart(4, "0")} ${content}`;
}

function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}

const DIGEST = `20 ${"5a".repeat(32)}`;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "a session is opened and used",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      { from: "client", hex: whole(1, "31 0000 04ca 0000 0001 00000120 36 0000011d 00 04 00 00000000") },
      {
        from: "server",
        hex: whole(
          1,
          `32 0000 04ca 0000 0001 36 00 01 87 22 a3 81 69 00 15 1b ${text("1;6ES7 512-1CK00-0AB0 ;V2.1")} a2 00000000`,
        ),
      },
      { from: "client", hex: whole(2, "31 0000 0542 0000 0002 00000388 34 0000 00000000") },
      { from: "server", hex: whole(2, "32 0000 0542 0000 0002 34 00") },
      { from: "client", hex: whole(3, `${DIGEST} 31 0000 054c 0000 0003 70000e4d 34 00000000 00`) },
      { from: "server", hex: piece(3, `${DIGEST} 32 0000 054c 0000 0003 34 00 0102`) },
      { from: "server", hex: whole(3, `${DIGEST} 0304050607`) },
      { from: "server", hex: whole(3, `${DIGEST} 33 70000e51 0400 0000 0000`) },
      { from: "client", hex: whole(3, `${DIGEST} 31 0000 04ca 0000 0004 70000e4d 34 00000003 00`) },
      { from: "client", hex: whole(3, `${DIGEST} 31 0000 04d4 0000 0005 70000e4d 34 00000003 00`) },
      { from: "client", hex: "72 ff 0004 00000001" },
    ],
  },
  {
    name: "the session goes on in TLS",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      { from: "client", hex: whole(1, "31 0000 05b3 0000 0001 00000000 30 00000000") },
      { from: "server", hex: whole(1, "32 0000 05b3 0000 0001 30 00 00") },
      { from: "client", hex: "16 0301 0004 01000000" },
      { from: "server", hex: "17 0303 0004 0badcafe" },
    ],
  },
  {
    name: "faults: codes that nobody knows",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      { from: "client", hex: whole(1, "39 0000 04ca") },
      { from: "client", hex: whole(1, "31 0000 0999 0000 0001 00000120 36") },
      { from: "client", hex: `${whole(1, "31 0000 04bb 0000 0001 00000120 36")} 00` },
    ],
  },
];
