import { text } from "./s7comm.ts";
import type { Exchange } from "./sample.ts";

/** A PDU that is the whole message: header, content, trailer. */
export function whole(version: number, content: string): string {
  return `${piece(version, content)} 72 ${octet(version)} 0000`;
}

/** A PDU that others follow: header and content. */
export function piece(version: number, content: string): string {
  const length = content.replace(/\s+/g, "").length / 2;
  return `72 ${octet(version)} ${word(length)} ${content}`;
}

function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function word(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function long(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** An unsigned number of variable length. */
export function vlq(value: number): string {
  let hex = octet(value % 128);
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    hex = octet((rest % 128) | 128) + hex;
  return hex;
}

/** A request of the session; `flags` 74 wants no answer. */
export function request(code: number, sequence: number, session: number, body: string, flags = "34"): string {
  return `31 0000 ${word(code)} 0000 ${word(sequence)} ${long(session)} ${flags} ${body} 00000000`;
}

export function response(code: number, sequence: number, body: string): string {
  return `32 0000 ${word(code)} 0000 ${word(sequence)} 34 ${body} 00000000`;
}

export function object(relation: number, classId: number, inner: string): string {
  return `a1 ${long(relation)} ${vlq(classId)} 00 00 ${inner} a2`;
}

export function attribute(id: number, value: string): string {
  return `a3 ${vlq(id)} ${value}`;
}

export const wide = (value: string): string => `00 15 ${vlq(value.length)} ${text(value)}`;
export const udint = (value: number): string => `00 04 ${vlq(value)}`;
const struct = (id: number, members: string): string => `00 17 ${long(id)} ${members} 00`;
const blob = (hex: string): string => `00 14 00 ${vlq(hex.replace(/\s+/g, "").length / 2)} ${hex}`;

/** What stands behind the parameters of most requests: a qualifier without effect. */
export const QUALIFIER = `000004e8 ${vlq(1257)} 00 12 00000000 ${vlq(1258)} 00 13 00 ${vlq(1259)} 00 04 00 00`;

export const SESSION = 0x70000e4d;
export const SUBSCRIPTION = 0x70000e51;
const DB5 = 0x8a0e0005;
const DIGEST = `20 ${"5a".repeat(32)}`;
const v3 = (content: string): string => whole(3, `${DIGEST} ${content}`);

/** DB5, optimized: the variable with LID 9 in the structure with LID 10. */
export const BY_NAME = `${vlq(0x1234abcd)} ${vlq(DB5)} 03 ${vlq(2550)} 0a 09`;
/** Two octets of the bit memory from octet 122 on. */
export const BY_OFFSET = `00 52 04 ${vlq(3736)} 03 7a 02`;
/** The bit 122.7 of the bit memory. */
export const BY_BIT = `00 52 05 ${vlq(3736)} 03 7a 01 07`;
const VERSION = struct(314, `${vlq(315)} ${udint(9)} ${vlq(319)} ${wide("1;6ES7 512-1CK00-0AB0 ;V2.1")}`);

/** Item 5 of a subscription is BY_NAME, item 6 BY_BIT. */
const REFERENCES = [
  vlq(0x80010000),
  "00 02",
  `${vlq(0x80040003)} 05 00 ${vlq(DB5)} ${vlq(0x1234abcd)} ${vlq(2550)} 0a 09`,
  `${vlq(0x80040005)} 06 00 52 00 ${vlq(3736)} 03 7a 01 07`,
].join(" ");
const REFERENCE_COUNT = 3 + 8 + 10;

export const SAMPLES: readonly Exchange[] = [
  {
    name: "a session is opened, and a subscription in it",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      {
        from: "client",
        hex: whole(
          1,
          request(
            0x04ca,
            1,
            0x120,
            `0000011d 00 04 00 00000000 ${object(
              211,
              287,
              [
                attribute(233, wide("SERVERSESSION_0815")),
                attribute(296, wide("")),
                attribute(297, wide("TIA Portal V16")),
                attribute(298, wide("ENGPC01_123456789")),
                attribute(300, "00 12 80c3c901"),
                object(211, 255, attribute(233, wide("SubscriptionContainer"))),
              ].join(" "),
            )}`,
            "36",
          ),
        ),
      },
      {
        from: "server",
        hex: whole(
          1,
          response(
            0x04ca,
            1,
            `00 02 ${vlq(SESSION)} ${vlq(SESSION + 1)} ${object(SESSION, 287, `${attribute(303, "10 02 03 010203")} ${attribute(306, VERSION)}`)}`,
          ),
        ),
      },
      {
        from: "client",
        hex: whole(
          2,
          request(
            0x0542,
            2,
            SESSION,
            `${long(SESSION)} 02 02 ${vlq(1830)} ${vlq(306)} 01 ${struct(1800, `${vlq(1801)} ${udint(1)} ${vlq(1805)} ${blob("addee1fe 11223344")}`)} 02 ${VERSION} 00 ${QUALIFIER} 01`,
          ),
        ),
      },
      { from: "server", hex: whole(2, response(0x0542, 2, "00 00 04")) },
      {
        from: "client",
        hex: v3(
          request(
            0x04ca,
            3,
            SESSION,
            `${long(SESSION + 1)} 00 04 00 00000000 05 ${object(
              0x7fffc001,
              1001,
              `${attribute(233, wide("Subscription_1"))} ${attribute(1048, `20 04 ${vlq(REFERENCE_COUNT)} ${REFERENCES}`)} ${attribute(1053, "00 07 000a")}`,
            )}`,
          ),
        ),
      },
      { from: "server", hex: v3(response(0x04ca, 3, `00 01 ${vlq(SUBSCRIPTION)} 08`)) },
      {
        from: "server",
        hex: v3(
          `33 ${long(SUBSCRIPTION)} 0400 0000 0000 c9 01 01 92 00000005 00 0e 41aa0000 92 00000006 00 01 01 13 00000007 00 00000000`,
        ),
      },
      {
        from: "server",
        hex: v3(`33 ${long(SUBSCRIPTION)} 0400 0000 0000 ca 02 00055a1b2c3d4e5f 01 9b 05 00 0e 41ac0000 00 00000000`),
      },
      { from: "server", hex: v3("33 700000aa 0400 0000 0000 01 01 01 92 00000019 00 07 fffe 00 00000000") },
      {
        from: "client",
        hex: v3(
          request(0x04f2, 4, SESSION, `${long(SUBSCRIPTION)} 01 ${vlq(1053)} 00 07 0014 ${QUALIFIER} 00 09`, "74"),
        ),
      },
      { from: "client", hex: v3(request(0x04d4, 5, SESSION, `${long(SUBSCRIPTION)} 00 ${QUALIFIER} 0a`)) },
      { from: "server", hex: v3(response(0x04d4, 5, `00 ${long(SUBSCRIPTION)} 0f`)) },
      { from: "client", hex: v3(request(0x04d4, 6, SESSION, `${long(SESSION)} 00 ${QUALIFIER}`)) },
      { from: "server", hex: v3(response(0x04d4, 6, `00 ${long(SESSION)}`)) },
      { from: "client", hex: "72 ff 01 00" },
      { from: "server", hex: whole(0xfe, "00000000 00000123 00000000 00000000 4c4f474f5554") },
      {
        from: "server",
        hex: whole(
          0xfe,
          `00000000 00000123 00000000 00000000 0000 0017 ${long(40300)} ${long(40304)} 0000 0004 00000006 ${long(40305)} 0000 0005 00000000ffffff9c 00000000`,
        ),
      },
    ],
  },
  {
    name: "variables are read and written",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      {
        from: "client",
        hex: v3(request(0x054c, 1, SESSION, `00000000 03 11 ${BY_NAME} ${BY_OFFSET} ${BY_BIT} ${QUALIFIER} 01`)),
      },
      {
        from: "server",
        hex: v3(response(0x054c, 1, `00 01 00 0e 41200000 02 10 0a 02 0102 00 03 8c ff ff ff ff ff ff ff ff 00 02`)),
      },
      {
        from: "client",
        hex: v3(
          request(0x0542, 2, SESSION, `00000000 02 0b ${BY_NAME} ${BY_BIT} 01 00 08 7f 02 00 01 01 00 ${QUALIFIER} 03`),
        ),
      },
      { from: "server", hex: v3(response(0x0542, 2, "00 00 05")) },
      {
        from: "client",
        hex: v3(request(0x054c, 3, SESSION, `${long(SESSION)} 02 02 ${vlq(303)} ${vlq(1842)} ${QUALIFIER} 04`)),
      },
      {
        from: "server",
        hex: v3(response(0x054c, 3, `00 01 10 02 04 01020304 02 ${udint(1)} 00 00 07`)),
      },
      {
        from: "client",
        hex: v3(request(0x04f2, 4, SESSION, `${long(SESSION)} 01 ${vlq(304)} 10 02 04 0a0b0c0d ${QUALIFIER} 00 05`)),
      },
      { from: "server", hex: v3(response(0x04f2, 4, "00 09")) },
      { from: "client", hex: v3(request(0x04fc, 5, SESSION, `${long(50)} 01 ${vlq(2421)} ${QUALIFIER} 06`)) },
      { from: "server", hex: v3(response(0x04fc, 5, "00 00 10 17a1b2c3d4e5f607 0b")) },
      { from: "client", hex: v3(request(0x0586, 6, SESSION, `00000033 20 04 01 ${vlq(2115)} ${QUALIFIER} 0000 07`)) },
      { from: "server", hex: v3(response(0x0586, 6, `00 00 00 09 ff ff ff ff ff ff ff ff fe 0d`)) },
      { from: "client", hex: v3(request(0x0524, 7, SESSION, `${long(3)} 05 0000 08`)) },
      { from: "server", hex: v3(response(0x0524, 7, "00 01 00000abc 0f")) },
      { from: "client", hex: v3(request(0x056b, 8, SESSION, `${long(SESSION)} 00000000 01 ${udint(7)} 00 00 09`)) },
      { from: "server", hex: v3(response(0x056b, 8, "00 00 00 01 00 0b 0102 00 00 11")) },
    ],
  },
  {
    name: "the controller is explored, stopped and loaded",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      {
        from: "client",
        hex: v3(
          request(
            0x04bb,
            1,
            SESSION,
            `${long(3)} 00 01 00 00 01 00 17 ${long(1246)} ${vlq(1247)} 00 08 08 00 00 02 ${vlq(233)} ${vlq(2521)} 01`,
          ),
        ),
      },
      {
        from: "server",
        hex: piece(
          3,
          `${DIGEST} ${response(0x04bb, 1, `00 ${long(3)} 02 ${object(DB5, 2574, `${attribute(233, wide("Recipe"))} ${attribute(2521, "00 03 0005")}`)}`).slice(0, 60)}`,
        ),
      },
      {
        from: "server",
        hex: v3(
          response(
            0x04bb,
            1,
            `00 ${long(3)} 02 ${object(DB5, 2574, `${attribute(233, wide("Recipe"))} ${attribute(2521, "00 03 0005")}`)}`,
          ).slice(60),
        ),
      },
      {
        from: "client",
        hex: v3(request(0x04f2, 2, SESSION, `${long(52)} 01 ${vlq(2167)} 00 08 01 ${QUALIFIER} 00 02`)),
      },
      { from: "server", hex: v3(response(0x04f2, 2, `${vlq(0x3ff9c)} 04`)) },
      {
        from: "client",
        hex: v3(request(0x04f2, 3, SESSION, `${long(52)} 01 ${vlq(2167)} 00 08 03 ${QUALIFIER} 00 03`)),
      },
      { from: "server", hex: v3(response(0x04f2, 3, "00 06")) },
      {
        from: "client",
        hex: v3(request(0x0556, 4, SESSION, `01 0001 0000 ${object(211, 1700, `${attribute(1702, "00 00")}`)} 04`)),
      },
      { from: "server", hex: v3(response(0x0556, 4, `00 0012 ${long(0x70000f00)} 08`)) },
      {
        from: "client",
        hex: v3(
          request(
            0x04ca,
            5,
            SESSION,
            `${long(3)} 00 04 00 00000000 05 ${object(
              DB5,
              2574,
              [
                attribute(233, wide("Recipe")),
                attribute(2521, "00 03 0005"),
                attribute(2544, blob("90000001 78da0102")),
                attribute(2548, `00 17 ${long(0x92000005)} 17a1b2c3d4e5f607 02 04 01020304`),
                attribute(2546, "40 14 01 00 02 aabb 00"),
                `a4 ${vlq(2515)} ${long(3)}`,
                `ab ${word(20)} 00000000 01000000 11223344 05 8a40 00 0000 0000 0000`,
                `ac ${word(7)} 05 ${text("Speed")} 00 0000`,
                `a7 04 04 ${text("Temp")} 00 08 07 00900000 01 00 00 00 02 02 a8`,
              ].join(" "),
            )}`,
          ),
        ),
      },
      { from: "server", hex: v3(response(0x04ca, 5, `00 01 ${vlq(DB5)} 0a`)) },
      { from: "client", hex: v3(request(0x04d4, 6, SESSION, `${long(DB5 + 1)} 00 ${QUALIFIER} 06`)) },
      { from: "server", hex: v3(response(0x04d4, 6, `00 ${long(DB5 + 1)} 0c`)) },
      { from: "client", hex: v3(request(0x0560, 7, SESSION, "0001 07")) },
      { from: "server", hex: v3(response(0x0560, 7, "00 0e")) },
      {
        from: "client",
        hex: piece(
          3,
          `${DIGEST} ${request(0x057c, 8, SESSION, `${long(51)} 00 04 00 ${QUALIFIER} 0000 00 14 00 02 0102 08`)}`,
        ),
      },
      { from: "client", hex: piece(3, `${DIGEST} 04 aabbccdd`) },
      { from: "client", hex: v3("00 08 00000000") },
      { from: "server", hex: v3(response(0x057c, 8, "00 10")) },
      {
        from: "client",
        hex: v3(
          request(
            0x04ca,
            9,
            SESSION,
            `${long(11)} 00 04 00 00000000 09 ${object(211, 2709, attribute(2691, "00 01 01"))}`,
          ),
        ),
      },
      { from: "server", hex: v3(response(0x04ca, 9, `00 01 ${vlq(0x70000f10)} 12`)) },
    ],
  },
  {
    name: "an old controller protects its messages at their end",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      {
        from: "client",
        hex: whole(2, request(0x054c, 1, 0x388, `00000000 01 04 ${BY_OFFSET} ${QUALIFIER} 01 ${DIGEST}`)),
      },
      { from: "server", hex: whole(2, response(0x054c, 1, `00 01 00 03 0102 00 00 02 ${DIGEST}`)) },
      { from: "server", hex: whole(2, "33 1000038a 0400 0000 0000 07 01 92 00000001 00 05 81 00 00 00000000") },
      {
        from: "server",
        hex: whole(1, "33 1000038a 00000000 1000038c 0000 83 00 0f 3ff8000000000000 9c 00000001 00 00000000"),
      },
      { from: "client", hex: whole(1, request(0x0556, 2, 0x388, "01")) },
      { from: "server", hex: whole(1, response(0x04b1, 2, vlq(0xff95))) },
    ],
  },
  {
    name: "the session goes on in TLS",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      { from: "client", hex: whole(1, request(0x05b3, 1, 0, "")) },
      { from: "server", hex: whole(1, response(0x05b3, 1, "00")) },
      { from: "client", hex: "15 0303 0002 0100" },
      { from: "server", hex: "17 0303 0004 0badcafe" },
    ],
  },
  {
    name: "faults: codes that nobody knows",
    over: "inside",
    carrier: "cotp",
    port: 0x72,
    messages: [
      { from: "client", hex: whole(2, "35 00000000") },
      { from: "client", hex: whole(2, request(0x0999, 1, 0x388, "")) },
      { from: "client", hex: `${whole(2, request(0x0560, 2, 0x388, "0001 01"))} ffff` },
      { from: "client", hex: whole(3, `04 01020304 ${request(0x0560, 3, 0x388, "0001 01")}`) },
    ],
  },
];
