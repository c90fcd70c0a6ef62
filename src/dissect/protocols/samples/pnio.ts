import { datagram } from "./dcerpc-bytes.ts";
import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";
import { little, sizeOf } from "./smb-bytes.ts";

const DEVICE = "dea00001-6c97-11d1-8271-00a02442df7d";
const CONTROLLER = "dea00002-6c97-11d1-8271-00a02442df7d";
/** Instance 1 of a device 0x0301 of maker 0x002a, and of a controller 0x010d of the same. */
const STATION = "dea00000-6c97-11d1-8271-00010301002a";
const MASTER = "dea00000-6c97-11d1-8271-0001010d002a";
const RELATION = "0102030405060708090a0b0c0d0e0f10";

function block(type: string, contents: string): string {
  return `${type} ${(sizeOf(contents) + 2).toString(16).padStart(4, "0")} 0100 ${contents}`;
}

function asked(blocks: string): string {
  const length = little(sizeOf(blocks), 4);
  return `00100000 ${length} 00100000 00000000 ${length} ${blocks}`;
}

function answered(blocks: string, status = "00000000"): string {
  const length = little(sizeOf(blocks), 4);
  return `${status} ${length} 00100000 00000000 ${length} ${blocks}`;
}

function padded(text: string, length: number): string {
  return hexText(text.padEnd(length));
}

const NAME = "plc-line-1";
const CONNECT = [
  block(
    "0101",
    `0001 ${RELATION} 0001 020000000001 ${MASTER.replaceAll("-", "")} 00000011 0064 8892 ${NAME.length.toString(16).padStart(4, "0")} ${hexText(NAME)}`,
  ),
  block("0102", "0001 0001 8892 00000001 0028 8001 0020 0040 0001 0000 ffffffff 0003 0003 c000 000000000000 0000"),
].join(" ");
const RECORD = `0001 ${RELATION} 00000000 0000 0001 0000`;
const IDENTIFICATION = block(
  "0020",
  `002a ${padded("6ES7 155-6AU01-0BN0", 20)} ${padded("S C-X4U812345678", 16)} 0003 56 040201 0000 0000 0000 0101 001e`,
);

function call(type: number, opnum: number, body: string, wanted = DEVICE, object = STATION): string {
  return datagram(type, object, wanted, opnum, body);
}

/** Connect, parametrize, ready, read of identification, a refused read, and release. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a controller sets a device up",
    over: "inside",
    port: 0,
    carrier: "dcerpc",
    messages: [
      { from: "client", hex: call(0, 0, asked(CONNECT)) },
      {
        from: "server",
        hex: call(2, 0, answered(block("8101", `0001 ${RELATION} 0001 020000000002 8892`))),
      },
      {
        from: "client",
        hex: call(0, 3, asked(`${block("0008", `${RECORD} 8000 00000004 ${"00".repeat(24)}`)} 01020304`)),
      },
      { from: "client", hex: call(0, 4, asked(block("0110", `0000 ${RELATION} 0001 0000 0001 0000`))) },
      {
        from: "server",
        hex: call(0, 4, asked(block("0112", `0000 ${RELATION} 0001 0000 0002 0000`)), CONTROLLER, MASTER),
      },
      {
        from: "client",
        hex: call(2, 4, answered(block("8112", `0000 ${RELATION} 0001 0000 0008 0000`)), CONTROLLER, MASTER),
      },
    ],
  },
  {
    name: "identification is read, and a record that is not there",
    over: "inside",
    port: 0,
    carrier: "dcerpc",
    messages: [
      { from: "client", hex: call(0, 2, asked(block("0009", `${RECORD} aff0 00001000 ${"00".repeat(24)}`))) },
      {
        from: "server",
        hex: call(2, 2, answered(`${block("8009", `${RECORD} aff0 0000003c ${"00".repeat(24)}`)} ${IDENTIFICATION}`)),
      },
      {
        from: "server",
        hex: call(
          2,
          2,
          answered(
            `${block("8009", `${RECORD} aff1 00000038 ${"00".repeat(24)}`)} ${block("0021", `${padded("=A1+K2", 32)} ${padded("Hall 3", 22)}`)} ${block("0023", padded("Infeed", 54))}`,
          ),
        ),
      },
      {
        from: "server",
        hex: call(2, 2, answered(block("8009", `${RECORD} 1234 00000000 ${"00".repeat(24)}`), "00b080de")),
      },
      { from: "client", hex: call(0, 1, asked(block("0114", `0000 ${RELATION} 0001 0000 0004 0000`))) },
      { from: "server", hex: call(2, 1, answered("", "070381dc")) },
    ],
  },
];
