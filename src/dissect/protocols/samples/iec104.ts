import { acknowledge, apdu, type Counter, control, data } from "./iec104-bytes.ts";
import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

// 23 November 2026 10:20:30.400, a Monday: milliseconds, minute, hour, day, month, year.
const CP56 = "c076 14 0a 37 0b 1a";
const CP24 = "c076 14";

function fromServer(hex: string): Sent {
  return { from: "server", hex };
}

function fromClient(hex: string): Sent {
  return { from: "client", hex };
}

function opening(): readonly Sent[] {
  const server: Counter = { next: 0 };
  const client: Counter = { next: 0 };
  const interrogation = data(client, 1, 100, 1, 6, "000000 14");
  return [
    fromClient(control("07000000")),
    fromServer(control("0b000000")),
    fromServer(data(server, 0, 70, 1, 4, "000000 82")),
    fromClient(interrogation),
    fromServer(data(server, 1, 100, 1, 7, "000000 14")),
    // Two APDUs in one segment: a sequence of three points, and two with an address each.
    fromServer(data(server, 1, 1, 0x83, 20, "640000 01 00 81") + data(server, 1, 3, 2, 20, "c80000 02 cb0000 51")),
    fromServer(data(server, 1, 13, 1, 20, "2c0100 0000c03f 00")),
    fromServer(data(server, 1, 100, 1, 10, "000000 14")),
    fromClient(acknowledge(6)),
    fromClient(data(client, 6, 101, 1, 6, "000000 05")),
    fromServer(data(server, 2, 101, 1, 7, "000000 05")),
    fromServer(data(server, 2, 15, 2, 37, "0a0000 e8030000 05 0b0000 ffffffff a3")),
    fromServer(data(server, 2, 101, 1, 10, "000000 05")),
    fromClient(data(client, 9, 101, 1, 6, "000000 45")),
    fromClient(data(client, 9, 101, 1, 6, "000000 c5")),
    fromClient(data(client, 9, 102, 1, 5, "2c0100")),
    fromServer(data(server, 5, 13, 1, 5, "2c0100 000080bf 10")),
    fromClient(control("43000000")),
    fromServer(control("83000000")),
    fromServer(control("43000000")),
    fromClient(control("83000000")),
    fromClient(control("13000000")),
    fromServer(control("23000000")),
  ];
}

/** Every monitored type once, with and without time. */
function monitored(): readonly Sent[] {
  const server: Counter = { next: 32_766 };
  const rows: readonly (readonly [number, string])[] = [
    [1, "01"],
    [2, `00 ${CP24}`],
    [3, "02"],
    [4, `01 ${CP24}`],
    [5, "fe 00"],
    [6, `3f 01 ${CP24}`],
    [7, "01000080 00"],
    [8, `efbeadde 80 ${CP24}`],
    [9, "00c0 00"],
    [10, `ff7f 01 ${CP24}`],
    [11, "18fc 00"],
    [12, `e803 40 ${CP24}`],
    [13, "0000f642 00"],
    [14, `0000f6c2 20 ${CP24}`],
    [15, "d2040000 61"],
    [16, `2efbffff 80 ${CP24}`],
    [17, `0a 6400 ${CP24}`],
    [18, `23 08 6400 ${CP24}`],
    [19, `09 80 6400 ${CP24}`],
    [20, "0f00 0300 00"],
    [21, "0020"],
    [30, `01 ${CP56}`],
    [31, `c2 ${CP56}`],
    [32, `05 00 ${CP56}`],
    [33, `78563412 10 ${CP56}`],
    [34, `0040 00 ${CP56}`],
    [35, `6400 00 ${CP56}`],
    [36, `cdcc8c3f 00 ${CP56}`],
    [37, `0a000000 07 ${CP56}`],
    [38, `01 0a00 ${CP56}`],
    [39, `01 00 0a00 ${CP56}`],
    [40, `01 00 0a00 ${CP56}`],
  ];
  return rows.map(([type, element]) => fromServer(data(server, 0, type, 1, 3, `000401 ${element}`)));
}

/** Commands, set points and parameters: select, execute, confirm, terminate, refuse. */
function commands(): readonly Sent[] {
  const server: Counter = { next: 0 };
  const client: Counter = { next: 0 };
  const sent: Sent[] = [];
  const both = (type: number, objects: string, answer = 7): void => {
    sent.push(fromClient(data(client, server.next, type, 1, 6, objects)));
    sent.push(fromServer(data(server, client.next, type, 1, answer, objects)));
  };
  both(45, "a10f00 81");
  both(45, "a10f00 01");
  sent.push(fromServer(data(server, client.next, 1, 1, 11, "a10f00 01")));
  sent.push(fromServer(data(server, client.next, 45, 1, 10, "a10f00 01")));
  both(46, "a20f00 06");
  both(47, "a30f00 01");
  both(48, "a40f00 0040 00");
  both(49, "a50f00 18fc 80");
  both(50, "a60f00 0000c03f 00");
  both(51, "a70f00 01000080");
  both(58, `a80f00 01 ${CP56}`);
  both(59, `a90f00 02 ${CP56}`);
  both(60, `aa0f00 02 ${CP56}`);
  both(61, `ab0f00 0040 00 ${CP56}`);
  both(62, `ac0f00 e803 00 ${CP56}`);
  both(63, `ad0f00 0000c03f 00 ${CP56}`);
  both(64, `ae0f00 0f000000 ${CP56}`);
  // Refused: negative confirmation, unknown object, unknown type; deactivation of a select.
  both(46, "a20f00 05", 0x47);
  both(46, "ffff00 05", 0x6f);
  both(51, "a70f00 00000000", 0x6c);
  sent.push(fromClient(data(client, server.next, 45, 1, 8, "a10f00 80")));
  sent.push(fromServer(data(server, client.next, 45, 1, 9, "a10f00 80")));
  both(103, `000000 ${CP56}`);
  both(104, "000000 aa55");
  both(105, "000000 01");
  both(106, "000000 6400");
  both(107, `000000 0500 ${CP56}`);
  both(110, "b00f00 0040 01");
  both(111, "b10f00 e803 04");
  both(112, "b20f00 0000c03f 83");
  both(113, "b30f00 03");
  sent.push(fromServer(data(server, client.next, 103, 1, 3, `000000 ${CP56}`)));
  // To every station; each answers with its own address.
  sent.push(fromClient(data(client, server.next, 100, 1, 6, "000000 15", 0xffff)));
  sent.push(fromServer(data(server, client.next, 100, 1, 7, "000000 15", 5)));
  sent.push(fromServer(data(server, client.next, 11, 1, 21, "010000 0100 00", 5)));
  sent.push(fromServer(data(server, client.next, 11, 1, 21, "010000 0200 00", 6)));
  return sent;
}

function files(): readonly Sent[] {
  const server: Counter = { next: 0 };
  const client: Counter = { next: 0 };
  return [
    fromClient(data(client, 0, 122, 1, 5, "000000 0000 00 00")),
    fromServer(data(server, 1, 126, 1, 5, `010000 0200 640000 20 ${CP56}`)),
    fromClient(data(client, 1, 122, 1, 13, "010000 0200 00 01")),
    fromServer(data(server, 2, 120, 1, 13, "010000 0200 640000 00")),
    fromClient(data(client, 2, 122, 1, 13, "010000 0200 00 02")),
    fromServer(data(server, 3, 121, 1, 13, "010000 0200 01 040000 00")),
    fromClient(data(client, 3, 122, 1, 13, "010000 0200 01 06")),
    fromServer(data(server, 4, 125, 1, 13, "010000 0200 01 04 01020304")),
    fromServer(data(server, 4, 123, 1, 13, "010000 0200 01 03 0a")),
    fromClient(data(client, 5, 124, 1, 13, "010000 0200 01 03")),
    fromServer(data(server, 5, 123, 1, 13, "010000 0200 01 01 0a")),
    fromClient(data(client, 6, 124, 1, 13, "010000 0200 01 22")),
    fromClient(data(client, 6, 127, 1, 5, `010000 0200 ${CP56} ${CP56}`)),
    fromServer(data(server, 7, 120, 1, 13, "010000 0300 000000 80")),
    // Security: a challenge, told by its length; and a type of a maker's own.
    fromServer(data(server, 7, 81, 1, 14, "000000 0100 0000 04 0a0b0c0d")),
    fromServer(data(server, 7, 200, 1, 3, "010000 0102")),
  ];
}

/** One octet of cause, two of address, as on serial lines: two points make it the only choice that fits. */
function otherSizes(): readonly Sent[] {
  const server: Counter = { next: 0 };
  return [
    fromServer(apdu(server, 0, "0b 03 14 0500 0100 0100 00 0200 0200 00 0300 0300 00")),
    fromServer(apdu(server, 0, "0b 01 03 0500 0100 0400 00")),
  ];
}

function faults(): readonly Sent[] {
  const server: Counter = { next: 0 };
  const client: Counter = { next: 0 };
  const gap: Counter = { next: 9 };
  const repeated: Counter = { next: 3 };
  return [
    fromServer(data(server, 0, 1, 1, 3, "640000 01")),
    fromServer(data(gap, 0, 1, 1, 3, "640000 00")),
    fromServer(data(repeated, 0, 1, 1, 3, "640000 01")),
    fromServer(data(repeated, 0, 1, 3, 3, "640000 01 650000 01")),
    fromServer(data(repeated, 0, 1, 1, 3, "640000 01 00")),
    fromServer(data(repeated, 0, 1, 0, 3, "")),
    fromServer(data(repeated, 0, 1, 1, 19, "640000 01")),
    fromServer(data(repeated, 0, 1, 1, 7, "640000 01")),
    fromServer(data(repeated, 0, 30, 1, 3, "640000 01 60ea 14 0a 37 0b 1a")),
    fromServer(data(repeated, 0, 66, 1, 3, "640000 01")),
    fromServer(data(repeated, 0, 1, 1, 3, "640000 01", 0)),
    fromClient(data(client, 9, 45, 2, 6, "a10f00 01 a20f00 01")),
    fromClient(acknowledge(8)),
    fromClient(control("0f000000")),
    fromClient(control("01010000")),
    fromClient(control("13000000")),
    fromServer(control("23000000")),
    fromServer(data(repeated, 0, 1, 1, 3, "640000 01")),
    fromServer("6806 1a00 0000 0101"),
    fromServer("6805 01000000 00"),
  ];
}

/** Every format, every standard type both ways, refusals, files, other field sizes, and defects. */
export const SAMPLES: readonly Exchange[] = [
  { name: "start, interrogations, a read, tests, stop", over: "tcp", port: 2404, messages: opening() },
  { name: "every monitored type", over: "tcp", port: 2404, messages: monitored() },
  { name: "commands, set points, parameters, refusals", over: "tcp", port: 2404, messages: commands() },
  { name: "files, security and a private type", over: "tcp", port: 2404, messages: files() },
  { name: "other field sizes", over: "tcp", port: 2404, messages: otherSizes() },
  { name: "faults", over: "tcp", port: 2404, messages: faults() },
];
