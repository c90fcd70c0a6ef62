import type { Exchange } from "./sample.ts";

type Sent = Exchange["messages"][number];

/** A Modbus/TCP message around a session, a code and a content. */
function message(from: Sent["from"], transaction: number, content: string): Sent {
  const length = content.replace(/\s+/g, "").length / 2 + 2;
  return { from, hex: `${two(transaction)} 0000 ${two(length)} 00 5a ${content}` };
}

function two(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function ask(transaction: number, content: string): Sent {
  return message("client", transaction, content);
}

function answer(transaction: number, content: string): Sent {
  return message("server", transaction, content);
}

const SIGNATURE = "5c".repeat(32);
// "BX30 50001", "STAT-1", "Mixer" and a zero octet, "LEVEL" and "SPEED".
const MODEL = "0a 42583330203530303031";
const STATION = "06 535441542d31";
const PROJECT = "06 4d6978657200";
const LEVEL = "4c4556454c 00";
const SPEED = "5350454544 00";
// 12:30:15 on 3 March 2025, a Monday.
const DATE = "01 0f 1e 0c 03 03 e907";

/** Every function whose content is known, refusals, signed messages, and what is not named. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "identification",
    over: "inside",
    carrier: "modbus",
    port: 90,
    messages: [
      ask(1, "00 01 00"),
      answer(1, `00 fe fd03 1003 00001000 0b000000 ${STATION}`),
      ask(2, "00 02"),
      answer(2, `00 fe 10ff 21430100 0000 1003 0200 1100 0900 00000000 0000 ${MODEL} 01 0101000000001100`),
      ask(3, "00 03 00"),
      answer(3, `00 fe 010200003412010000 010200003412010000 ${DATE} ${DATE} 08010200 ${PROJECT}`),
      ask(4, "00 04"),
      answer(4, `00 fe 010203 02 11111111 22222222 ${"00".repeat(48)} 02 0000`),
      ask(5, "00 06"),
      answer(5, "00 fe 0100"),
      ask(6, "00 0a 00545454"),
      answer(6, "00 fe 00545454"),
    ],
  },
  {
    name: "reservation, program in and out, stop and start",
    over: "inside",
    carrier: "modbus",
    port: 90,
    messages: [
      ask(0x10, `00 10 11220000 ${STATION}`),
      answer(0x10, "00 fe 2a"),
      ask(0x11, "2a 12"),
      answer(0x11, "2a fe"),
      ask(0x12, "2a 41 ff00"),
      answer(0x12, "2a fe"),
      ask(0x13, "2a 30 0001"),
      answer(0x13, "2a fe 0000"),
      ask(0x14, "2a 31 0001 0100 0400 41505800"),
      answer(0x14, "2a fe 00"),
      ask(0x15, "2a 32 0001 0100"),
      answer(0x15, "2a fe"),
      ask(0x16, "2a 33 0001 fb00"),
      answer(0x16, "2a fe 000120100000"),
      ask(0x17, "2a 34 0001 0100"),
      answer(0x17, "2a fe 0100 0400 41505800"),
      ask(0x18, "2a 35 0001 0100"),
      answer(0x18, "2a fe"),
      ask(0x19, "2a 40 ff00"),
      answer(0x19, "2a fd 8081"),
      ask(0x1a, "2a 11"),
      answer(0x1a, "2a fe"),
      ask(0x1b, "2a 41 ff00"),
      answer(0x1b, "2a fd 8483"),
    ],
  },
  {
    name: "memory, variables, dictionary",
    over: "inside",
    carrier: "modbus",
    port: 90,
    messages: [
      ask(0x20, "00 20 00 1300 0000 0000 0400"),
      answer(0x20, "00 fe 00 0400 01020304"),
      ask(0x21, "2a 21 00 1300 1000 0000 0200 0a0b"),
      answer(0x21, "2a fe"),
      ask(0x22, "00 22 01020304 02 02 3000 01 1000 04 13 3000 01 2000 00 0300"),
      answer(0x22, "00 fe 0500 01 02 03"),
      ask(0x23, "2a 23 01020304 01 02 3000 1000 0400 0700"),
      answer(0x23, "2a fe"),
      ask(0x24, "2a 23 01020304 01 02"),
      answer(0x24, "2a fd 8183"),
      ask(0x25, "00 26 02dd 00 21430100 ffff 0000 0000"),
      answer(0x25, `00 fe 00 0000 0000 0200 0400 3000 1000 0000 0600 ${LEVEL} 0500 3000 1200 0000 0600 ${SPEED}`),
      ask(0x26, "00 26 03dd 00 21430100 0000 0000 0000"),
      answer(0x26, `00 fe 00 0000 00 0100 0200 0000 02 1a 06 ${LEVEL}`),
      ask(0x27, "00 26 02dd 00 21430100 1a00 0000 0000"),
      answer(0x27, `00 fe 00 00000000 0100 0400 0000 0000 0000 ${SPEED}`),
      ask(0x28, "00 24 0001 02"),
      answer(0x28, "00 fe 0102"),
      ask(0x29, "01 50 0102030b"),
      answer(0x29, "01 fe 0b00"),
      ask(0x2a, "00 58 0100000000ffff0010"),
      answer(0x2a, "00 fe 0100"),
      ask(0x2b, "01 70 04 01000200"),
      answer(0x2b, "01 fe 00"),
    ],
  },
  {
    name: "signed messages",
    over: "inside",
    carrier: "modbus",
    port: 90,
    messages: [
      ask(0x30, `00 6e ${"11".repeat(32)}`),
      answer(0x30, `00 fe ${"22".repeat(32)}`),
      ask(0x31, `00 10 11220000 ${STATION} ${"33".repeat(32)}`),
      answer(0x31, "00 fe 2b"),
      ask(0x32, `2b 38 01 ${SIGNATURE} 5a 2b 41 ff00`),
      answer(0x32, `2b fe 01 ${SIGNATURE} 5a 2b fe`),
    ],
  },
  {
    name: "faults: a function nobody names, an answer without its request",
    over: "inside",
    carrier: "modbus",
    port: 90,
    messages: [ask(0x40, "00 9b 01"), answer(0x41, "00 fe 2a0102")],
  },
];
