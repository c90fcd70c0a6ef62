import { bytesOf } from "../../testing.ts";
import type { Exchange } from "./sample.ts";

/** A BER element in hexadecimal digits. */
export function element(identifier: number, ...contents: readonly string[]): string {
  const body = contents.join("");
  const length = bytesOf(body).length;
  const octets =
    length < 128 ? byte(length) : length < 256 ? `81${byte(length)}` : `82${byte(length >> 8)}${byte(length & 255)}`;
  return `${byte(identifier)}${octets}${body}`;
}

/** A non-negative INTEGER below 2^31. */
export function integer(value: number): string {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return element(0x02, Number.parseInt(even.slice(0, 2), 16) > 127 ? `00${even}` : even);
}

/** An OCTET STRING of ASCII text. */
export function octets(text: string): string {
  return element(0x04, Array.from(text, (letter) => byte(letter.charCodeAt(0))).join(""));
}

/** An OBJECT IDENTIFIER of dotted numbers. */
export function identifier(dotted: string): string {
  const arcs = dotted.split(".").map(Number);
  const [first = 0, second = 0, ...rest] = arcs;
  return element(0x06, [first * 40 + second, ...rest].map(arcOctets).join(""));
}

function arcOctets(arc: number): string {
  let digits = byte(arc & 127);
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
    digits = byte((left & 127) | 128) + digits;
  return digits;
}

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

/** A variable binding; without value NULL. */
export const variable = (name: string, value = "0500"): string => element(0x30, identifier(name), value);

/** A PDU by its context tag, with request id, error status and index, and bindings. */
export function pdu(type: number, id: number, bindings: readonly string[], status = 0, index = 0): string {
  return element(0xa0 + type, integer(id), integer(status), integer(index), element(0x30, ...bindings));
}

/** A message of version 1 (0) or 2c (1). */
export const message = (version: number, community: string, inner: string): string =>
  element(0x30, integer(version), octets(community), inner);

const ENGINE = element(0x04, "800010a104", "706c632d37");
const NO_ENGINE = element(0x04, "");

/** A message of version 3 with user-based security. */
export function message3(id: number, flags: number, user: string, inner: string, engine = ENGINE): string {
  return element(
    0x30,
    integer(3),
    element(0x30, integer(id), integer(65_507), element(0x04, byte(flags)), integer(3)),
    element(
      0x04,
      element(
        0x30,
        engine,
        integer(7),
        integer(1234),
        octets(user),
        element(0x04, (flags & 1) !== 0 ? "000102030405060708090a0b" : ""),
        element(0x04, (flags & 2) !== 0 ? "0001020304050607" : ""),
      ),
    ),
    inner,
  );
}

const scoped = (inner: string, engine = ENGINE): string => element(0x30, engine, octets("bridge1"), inner);

const SYSTEM = "1.3.6.1.2.1.1";
const ENTITY = "1.3.6.1.2.1.47.1.1.1.1";
const client = (hex: string) => ({ from: "client" as const, hex });
const server = (hex: string) => ({ from: "server" as const, hex });

export const SAMPLES: readonly Exchange[] = [
  {
    name: "version 1 reads the system group, writes, and is refused",
    over: "udp",
    port: 161,
    messages: [
      client(message(0, "public", pdu(0, 17, [variable(`${SYSTEM}.1.0`), variable(`${SYSTEM}.2.0`)]))),
      server(
        message(
          0,
          "public",
          pdu(2, 17, [
            variable(
              `${SYSTEM}.1.0`,
              octets("Siemens, SIMATIC NET, SCALANCE X999-1, 6GK5 999-1AA00-2AA3, HW: 7, FW: V09.08.07, SVPZZ000000"),
            ),
            variable(`${SYSTEM}.2.0`, identifier("1.3.6.1.4.1.4329.6.1.2.1")),
          ]),
        ),
      ),
      client(message(0, "public", pdu(1, 18, [variable(`${SYSTEM}.4`)]))),
      server(message(0, "public", pdu(2, 18, [variable(`${SYSTEM}.4.0`, octets("control room"))]))),
      client(message(0, "private", pdu(3, 19, [variable(`${SYSTEM}.5.0`, octets("switch-7"))]))),
      server(message(0, "private", pdu(2, 19, [variable(`${SYSTEM}.5.0`, octets("switch-7"))], 4, 1))),
    ],
  },
  {
    name: "version 2c reads in bulk every kind of value",
    over: "udp",
    port: 161,
    messages: [
      client(
        message(1, "plant-ro", element(0xa5, integer(300), integer(1), integer(10), element(0x30, variable(ENTITY)))),
      ),
      server(
        message(
          1,
          "plant-ro",
          pdu(2, 300, [
            variable(`${ENTITY}.13.1`, octets("EDS-999")),
            variable(`${ENTITY}.11.1`, octets("SN 4711")),
            variable(`${ENTITY}.11.1003`, octets("SN 4712")),
            variable("1.3.6.1.2.1.25.3.2.1.3.1", octets("Laser 1000")),
            variable("1.3.6.1.2.1.43.5.1.1.17.1", octets("PRN-1")),
            variable("1.3.6.1.2.1.33.1.1.2.0", octets("UPS 3000")),
            variable("1.3.6.1.2.1.2.2.1.6.1", element(0x04, "02005e102030")),
            variable("1.3.6.1.2.1.2.2.1.10.1", element(0x41, "00ffffffff")),
            variable("1.3.6.1.2.1.2.2.1.5.1", element(0x42, "05f5e100")),
            variable("1.3.6.1.2.1.1.3.0", element(0x43, "0102ff")),
            variable("1.3.6.1.2.1.31.1.1.1.6.1", element(0x46, "7fffffffffffffff")),
            variable("1.3.6.1.2.1.4.20.1.1.192.0.2.2", element(0x40, "c0000202")),
            variable("1.3.6.1.4.1.8072.1.1.0", element(0x44, "9f780442280000")),
            variable("1.3.6.1.6.3.18.1.1.1.2.1", octets("top secret")),
            variable("1.3.6.1.2.1.1.9.0", "8000"),
            variable("1.3.6.1.2.1.1.10.0", "8100"),
            variable("1.3.6.1.2.1.1.11.0", "8200"),
          ]),
        ),
      ),
    ],
  },
  {
    name: "traps and an inform",
    over: "udp",
    port: 162,
    messages: [
      client(
        message(
          0,
          "public",
          element(
            0xa4,
            identifier("1.3.6.1.4.1.8691.7.7"),
            element(0x40, "c0000201"),
            integer(2),
            integer(0),
            element(0x43, "64"),
            element(0x30, variable("1.3.6.1.2.1.2.2.1.1.3", integer(3))),
          ),
        ),
      ),
      client(
        message(
          1,
          "traps",
          pdu(7, 21, [
            variable(`${SYSTEM}.3.0`, element(0x43, "0400")),
            variable("1.3.6.1.6.3.1.1.4.1.0", identifier("1.3.6.1.6.3.1.1.5.4")),
          ]),
        ),
      ),
      client(message(1, "traps", pdu(6, 22, [variable(`${SYSTEM}.5.0`, octets("rtu-3"))]))),
      server(message(1, "traps", pdu(2, 22, [variable(`${SYSTEM}.5.0`, octets("rtu-3"))]))),
    ],
  },
  {
    name: "version 3 discovers, reads without and with encryption, and is refused",
    over: "udp",
    port: 161,
    messages: [
      client(message3(1, 4, "", scoped(pdu(0, 1, []), NO_ENGINE), NO_ENGINE)),
      server(message3(1, 0, "", scoped(pdu(8, 1, [variable("1.3.6.1.6.3.15.1.1.4.0", element(0x41, "01"))])))),
      client(message3(2, 4, "viewer", scoped(pdu(0, 2, [variable(`${SYSTEM}.6.0`)])))),
      server(message3(2, 0, "viewer", scoped(pdu(2, 2, [variable(`${SYSTEM}.6.0`, octets("hall 2"))])))),
      client(message3(3, 5, "operator", scoped(pdu(0, 3, [variable(`${SYSTEM}.6.0`)])))),
      server(message3(3, 0, "operator", scoped(pdu(8, 3, [variable("1.3.6.1.6.3.15.1.1.5.0", element(0x41, "02"))])))),
      client(message3(4, 7, "operator", element(0x04, "0102030405060708"))),
      server(message3(4, 3, "operator", element(0x04, "0807060504030201"))),
    ],
  },
  {
    name: "faults: encodings that are wrong",
    over: "udp",
    port: 161,
    messages: [
      client(element(0x30, integer(0), octets("public"), element(0xa0, integer(1)))),
      client(message(1, "public", element(0xa9, integer(1)))),
      client(message(1, "public", pdu(0, 5, [element(0x30, identifier("1.3.6.1"), "0500", "0500")]))),
      client(`30 50 ${integer(1)} ${octets("public")}`),
    ],
  },
];
