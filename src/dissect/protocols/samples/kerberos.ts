import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";
import { element, integer } from "./snmp.ts";

/** A field with an explicit context tag. */
export function tagged(tag: number, ...contents: readonly string[]): string {
  return element(0xa0 + tag, ...contents);
}

/** A SEQUENCE. */
export function sequence(...contents: readonly string[]): string {
  return element(0x30, ...contents);
}

function text(value: string): string {
  return element(0x1b, hexText(value));
}

function time(value: string): string {
  return element(0x18, hexText(value));
}

/** A PrincipalName. */
export function principal(type: number, ...names: readonly string[]): string {
  return sequence(tagged(0, integer(type)), tagged(1, sequence(...names.map(text))));
}

/** An EncryptedData. */
export function encrypted(etype: number, length: number, kvno?: number): string {
  return sequence(
    tagged(0, integer(etype)),
    kvno === undefined ? "" : tagged(1, integer(kvno)),
    tagged(2, element(0x04, "c7".repeat(length))),
  );
}

/** A Ticket. */
export function ticket(realm: string, etype: number, ...service: readonly string[]): string {
  return element(
    0x61,
    sequence(
      tagged(0, integer(5)),
      tagged(1, text(realm)),
      tagged(2, principal(2, ...service)),
      tagged(3, encrypted(etype, 64, 2)),
    ),
  );
}

/** A PA-DATA. */
export function padata(type: number, value: string): string {
  return sequence(tagged(1, integer(type)), tagged(2, element(0x04, value)));
}

/** A KDC-REQ; `client` and `addresses` may be "". */
export function kdcRequest(
  type: number,
  client: string,
  realm: string,
  service: string,
  etypes: readonly number[],
  preauthentication: readonly string[],
  addresses = "",
): string {
  const body = sequence(
    tagged(0, element(0x03, "0040810010")),
    client === "" ? "" : tagged(1, client),
    tagged(2, text(realm)),
    tagged(3, service),
    tagged(5, time("20370913024805Z")),
    tagged(7, integer(1234567)),
    tagged(8, sequence(...etypes.map(integer))),
    addresses === "" ? "" : tagged(9, addresses),
  );
  return element(
    0x60 + type,
    sequence(
      tagged(1, integer(5)),
      tagged(2, integer(type)),
      preauthentication.length === 0 ? "" : tagged(3, sequence(...preauthentication)),
      tagged(4, body),
    ),
  );
}

/** A KDC-REP. */
export function kdcAnswer(
  type: number,
  realm: string,
  client: string,
  given: string,
  etype: number,
  preauthentication = "",
): string {
  return element(
    0x60 + type,
    sequence(
      tagged(0, integer(5)),
      tagged(1, integer(type)),
      preauthentication === "" ? "" : tagged(2, sequence(preauthentication)),
      tagged(3, text(realm)),
      tagged(4, client),
      tagged(5, given),
      tagged(6, encrypted(etype, 80, 3)),
    ),
  );
}

/** A KRB-ERROR. */
export function krbError(code: number, realm: string, service: string, data = ""): string {
  return element(
    0x7e,
    sequence(
      tagged(0, integer(5)),
      tagged(1, integer(30)),
      tagged(4, time("20260301120000Z")),
      tagged(5, integer(654321)),
      tagged(6, integer(code)),
      tagged(9, text(realm)),
      tagged(10, service),
      data === "" ? "" : tagged(12, element(0x04, data)),
    ),
  );
}

/** An AP-REQ. */
export function apRequest(given: string): string {
  return element(
    0x6e,
    sequence(
      tagged(0, integer(5)),
      tagged(1, integer(14)),
      tagged(2, element(0x03, "0020000000")),
      tagged(3, given),
      tagged(4, encrypted(18, 48)),
    ),
  );
}

/** A message with the record mark of TCP. */
export function record(message: string): string {
  return `${lengthOf(message, 8)} ${message}`;
}

const REALM = "PLANT.EXAMPLE";
const KRBTGT = principal(2, "krbtgt", REALM);
const OPERATOR = principal(1, "operator");
const STATION = principal(1, "ENG-WS-2$");
const PROOF = padata(2, encrypted(18, 56));
const STATION_ADDRESS = sequence(
  sequence(tagged(0, integer(20)), tagged(1, element(0x04, hexText("ENG-WS-2       ") + "20"))),
);
const NEEDED = sequence(padata(19, sequence(sequence(tagged(0, integer(18))))), padata(2, ""));
const NORMAL = [18, 17, 23] as const;

/** Logins of a user and a host over UDP, tickets over TCP, weak ciphers, refusals, and the shapes of other messages. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a login with pre-authentication",
    over: "udp",
    port: 88,
    messages: [
      { from: "client", hex: kdcRequest(10, OPERATOR, REALM, KRBTGT, NORMAL, [padata(128, "3005a0030101ff")]) },
      { from: "server", hex: krbError(25, REALM, KRBTGT, NEEDED) },
      {
        from: "client",
        hex: kdcRequest(10, OPERATOR, REALM, KRBTGT, NORMAL, [PROOF, padata(128, "3005a0030101ff")], STATION_ADDRESS),
      },
      { from: "server", hex: kdcAnswer(11, REALM, OPERATOR, ticket(REALM, 18, "krbtgt", REALM), 18) },
    ],
  },
  {
    name: "a host account and a ticket over TCP, two records in one segment",
    over: "tcp",
    port: 88,
    messages: [
      { from: "client", hex: record(kdcRequest(10, STATION, REALM, KRBTGT, NORMAL, [PROOF])) },
      { from: "server", hex: record(kdcAnswer(11, REALM, STATION, ticket(REALM, 18, "krbtgt", REALM), 18)) },
      {
        from: "client",
        hex: record(
          kdcRequest(12, "", REALM, principal(2, "cifs", "files-1.plant.example"), NORMAL, [
            padata(1, apRequest(ticket(REALM, 18, "krbtgt", REALM))),
          ]),
        ),
      },
      {
        from: "server",
        hex:
          record(kdcAnswer(13, REALM, STATION, ticket(REALM, 23, "cifs", "files-1.plant.example"), 18)) +
          record(krbError(7, REALM, principal(2, "http", "gone.plant.example"))),
      },
    ],
  },
  {
    name: "only withdrawn ciphers are asked for, and a wrong password",
    over: "udp",
    port: 88,
    messages: [
      { from: "client", hex: kdcRequest(10, OPERATOR, REALM, KRBTGT, [23, 3], []) },
      { from: "server", hex: krbError(24, REALM, KRBTGT) },
      { from: "client", hex: kdcRequest(10, OPERATOR, REALM, KRBTGT, [18, 3], []) },
      { from: "server", hex: krbError(68, "OTHER.EXAMPLE", KRBTGT) },
    ],
  },
  {
    name: "a ticket shown to its service inside a security token",
    over: "inside",
    port: 0,
    carrier: "gssapi",
    messages: [
      { from: "client", hex: apRequest(ticket(REALM, 23, "HOST", "hist-1.plant.example")) },
      {
        from: "server",
        hex: element(0x6f, sequence(tagged(0, integer(5)), tagged(1, integer(15)), tagged(2, encrypted(18, 40)))),
      },
    ],
  },
  {
    name: "protected messages and delegated tickets",
    over: "udp",
    port: 88,
    messages: [
      {
        from: "client",
        hex: element(0x75, sequence(tagged(0, integer(5)), tagged(1, integer(21)), tagged(3, encrypted(18, 40)))),
      },
      {
        from: "client",
        hex: element(0x74, sequence(tagged(0, integer(5)), tagged(1, integer(20)), tagged(2, sequence()))),
      },
      {
        from: "client",
        hex: element(
          0x76,
          sequence(
            tagged(0, integer(5)),
            tagged(1, integer(22)),
            tagged(2, sequence(ticket(REALM, 18, "krbtgt", REALM))),
            tagged(3, encrypted(18, 40)),
          ),
        ),
      },
    ],
  },
];
