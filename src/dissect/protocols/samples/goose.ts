import { ascii, ber, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

/** What a made-up publication may differ in from the usual one. */
export interface Publication {
  reference?: string;
  dataSet?: string;
  timeToLive?: number;
  state?: number;
  sequence?: number;
  simulation?: boolean;
  revision?: number;
  needsCommissioning?: boolean;
  entries?: number;
  reserved?: string;
  data?: string[];
}

const TRUE = ber("83", "01");
const CLOSED = ber("84", "06 80");
const GOOD = ber("84", "03 0000");
const INVALID = ber("84", "03 4000");
const TIME = "65000000 800000 2a";

/** Digits of a GOOSE frame behind its EtherType. */
export function publication(options: Publication = {}): string {
  const data = options.data ?? [TRUE, GOOD, ber("91", TIME), CLOSED, INVALID];
  const pdu = ber(
    "61",
    ber("80", ascii(options.reference ?? "BAY7LD0/LLN0$GO$gcbTrip")),
    ber("81", wide(options.timeToLive ?? 4000, 2)),
    ber("82", ascii(options.dataSet ?? "BAY7LD0/LLN0$dsTrip")),
    ber("83", ascii("trip7")),
    ber("84", TIME),
    ber("85", wide(options.state ?? 5, 4)),
    ber("86", wide(options.sequence ?? 0, 4)),
    ber("87", options.simulation === true ? "ff" : "00"),
    ber("88", wide(options.revision ?? 1, 1)),
    ber("89", options.needsCommissioning === true ? "01" : "00"),
    ber("8a", wide(options.entries ?? data.length, 1)),
    ber("ab", ...data),
  );
  return `1007 ${wide(pdu.length / 2 + 8, 2)} ${options.reserved ?? "0000"} 0000 ${pdu}`;
}

/** Digits of a GSE management frame. */
export function management(...elements: string[]): string {
  const pdu = ber("60", ...elements);
  return `0000 ${wide(pdu.length / 2 + 8, 2)} 0000 0000 ${pdu}`;
}

const EVERY_TYPE = [
  ber("83", "00"),
  ber("84", "06 40"),
  ber("84", "05 a0"),
  ber("85", "fffe"),
  ber("86", "00ffffffff"),
  ber("87", "08 41480000"),
  GOOD,
  ber("87", "0b 4029000000000000"),
  ber("89", "0102ff"),
  ber("8a", ascii("word")),
  ber("8c", "00000fa0"),
  ber("8c", "00000fa0 3a98"),
  ber("8d", "12"),
  ber("8e", "04 a0"),
  ber("8f", "28ca22 0203"),
  ber("90", "c3a4"),
  ber("91", TIME),
  ber("a2", ber("a2", ber("87", "08 3f800000")), GOOD, ber("91", TIME)),
  ber("a1", ber("85", "01"), ber("85", "02")),
];

/** A publisher's states and repeats, all types of data, and GSE management. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a publisher repeats and changes its state",
    over: "ethernet",
    port: 0x88b8,
    messages: [
      { from: "client", hex: publication() },
      { from: "client", hex: publication({ sequence: 1 }) },
      { from: "client", hex: publication({ sequence: 1 }) },
      { from: "client", hex: `${publication({ state: 6, data: [TRUE] })}${"00".repeat(8)}` },
      { from: "client", hex: publication({ reference: "BAY7LD0/LLN0$GO$gcbB", dataSet: "BAY7LD0/LLN0$dsB" }) },
      { from: "client", hex: publication({ state: 1, sequence: 1 }) },
      { from: "client", hex: publication({ reference: "feeder/LLN0$GO$all", data: EVERY_TYPE }) },
    ],
  },
  {
    name: "GSE management asks and answers",
    over: "ethernet",
    port: 0x88b9,
    messages: [
      {
        from: "client",
        hex: management(
          ber("80", "01"),
          ber("a1", ber("a2", ber("80", ascii("BAY7LD0/LLN0$GO$gcbTrip")), ber("a1", ber("1a", ascii("A$ST$stVal"))))),
        ),
      },
      {
        from: "server",
        hex: management(
          ber("80", "01"),
          ber(
            "a2",
            ber(
              "a2",
              ber("80", ascii("BAY7LD0/LLN0$GO$gcbTrip")),
              ber("81", "01"),
              ber(
                "a2",
                ber("80", ascii("dsTrip")),
                ber("a1", ber("80", "03"), ber("81", ascii("A$q")), ber("82", "01")),
              ),
            ),
          ),
        ),
      },
      {
        from: "client",
        hex: management(ber("80", "02"), ber("a1", ber("a1", ber("80", ascii("x")), ber("a1", ber("02", "05"))))),
      },
      {
        from: "server",
        hex: management(ber("80", "02"), ber("a2", ber("a1", ber("80", ascii("x")), ber("83", "01")))),
      },
      { from: "server", hex: management(ber("80", "03"), ber("a2", ber("80"))) },
    ],
  },
  {
    name: "publications with a fault",
    over: "ethernet",
    port: 0x88b8,
    messages: [
      { from: "client", hex: publication({ simulation: true, reserved: "8000" }) },
      { from: "client", hex: publication({ state: 9, timeToLive: 0 }) },
      { from: "client", hex: publication({ state: 9, sequence: 7, entries: 3 }) },
      { from: "client", hex: publication({ state: 9, sequence: 3, needsCommissioning: true }) },
      { from: "client", hex: publication({ state: 4, revision: 2, dataSet: "other" }) },
    ],
  },
];
