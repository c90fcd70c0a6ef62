import { hexText, lengthOf, nameOf, recordOf, stringOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const HISTORIAN = nameOf("hist-01.plant.example");
/** Where the first question's name stands. */
const SAME = "c00c";
const START_OF_AUTHORITY = `${nameOf("ns1.example")} ${nameOf("root.example")} 78bc2401 00000e10 00000384 00093a80 00000e10`;

const TRANSFER = `4001 0000 0001 0000 0000 0000 ${nameOf("plant.example")} 00fc 0001`;
const TRANSFERRED = `4001 8400 0001 0001 0000 0000 ${nameOf("plant.example")} 00fc 0001 ${recordOf(SAME, "0001", "c000020a")}`;

/** Questions and answers with the usual record types, a refusal, an update, and the same over TCP. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "address and alias",
    over: "udp",
    port: 53,
    messages: [
      { from: "client", hex: `1a2b 0100 0001 0000 0000 0001 ${HISTORIAN} 0001 0001 00 0029 1000 00008000 0000` },
      {
        from: "server",
        hex: `1a2b 8180 0001 0002 0001 0001 ${HISTORIAN} 0001 0001
          ${recordOf(SAME, "0005", nameOf("b1.example"))} ${recordOf(nameOf("b1.example"), "0001", "c0000217")}
          ${recordOf(nameOf("example"), "0002", nameOf("ns1.example"))} 00 0029 1000 00000000 000b 000a 0007 01020304050607`,
      },
      { from: "client", hex: `1a2c 0100 0001 0000 0000 0000 ${HISTORIAN} 001c 0001` },
      {
        from: "server",
        hex: `1a2c 8580 0001 0000 0001 0000 ${HISTORIAN} 001c 0001 ${recordOf(nameOf("example"), "0006", START_OF_AUTHORITY)}`,
      },
      { from: "client", hex: `1a2d 0100 0001 0000 0000 0000 ${HISTORIAN} 0001 0001` },
      { from: "server", hex: `1a2d 8183 0001 0000 0000 0000 ${HISTORIAN} 0001 0001` },
    ],
  },
  {
    name: "other records",
    over: "udp",
    port: 53,
    messages: [
      {
        from: "server",
        hex: `2001 8400 0001 0010 0000 0000 ${HISTORIAN} 00ff 0001
          ${recordOf(SAME, "000f", `000a ${nameOf("mx.example")}`)}
          ${recordOf(SAME, "0010", `${stringOf("a=b")}${stringOf("c=d")}`)}
          ${recordOf(SAME, "001c", "20010db8000000000000000000000017")}
          ${recordOf(SAME, "0021", `0001 0002 01bd ${nameOf("db.example")}`)}
          ${recordOf(SAME, "0023", `0064 0032 ${stringOf("s")} ${stringOf("SIP+D2U")} 00 ${nameOf("db.example")}`)}
          ${recordOf(SAME, "0041", "0001 00 0001 0003 026832 0003 0002 20fb 0004 0004 c0000201")}
          ${recordOf(SAME, "0101", `00 ${stringOf("issue")} ${hexText("ca.example")}`)}
          ${recordOf(SAME, "002b", "04d2 0d 02 aabbccdd")}
          ${recordOf(SAME, "0030", "0101 03 0d abcd")}
          ${recordOf(SAME, "002e", `0001 0d 03 00000e10 68000000 67000000 04d2 ${nameOf("example")} abcdef`)}
          ${recordOf(SAME, "002f", `${nameOf("z.example")} 0006 400000000003`)}
          ${recordOf(SAME, "0032", "01 00 000a 02 beef 04 01020304 0001 40")}
          ${recordOf(SAME, "0034", "03 01 01 aabb")}
          ${recordOf(SAME, "002c", "01 01 deadbeef")}
          ${recordOf(SAME, "000d", `${stringOf("ARM")}${stringOf("LINUX")}`)}
          ${recordOf(SAME, "ff10", "010203")}`,
      },
    ],
  },
  {
    name: "reverse name, version and update",
    over: "udp",
    port: 53,
    messages: [
      {
        from: "server",
        hex: `3001 8580 0001 0001 0000 0000 ${nameOf("23.2.0.192.in-addr.arpa")} 000c 0001 ${recordOf(SAME, "000c", nameOf("plc.site"))}`,
      },
      {
        from: "server",
        hex: `3002 8500 0001 0001 0000 0000 ${nameOf("version.bind")} 0010 0003 ${recordOf(SAME, "0010", stringOf("9.18.1"), "0003")}`,
      },
      {
        from: "client",
        hex: `3003 2800 0001 0000 0001 0000 ${nameOf("plant.example")} 0006 0001 ${recordOf(nameOf("hmi.plant.example"), "0001", "c0000219")}`,
      },
      { from: "server", hex: "3003 a805 0000 0000 0000 0000" },
    ],
  },
  {
    name: "over TCP",
    over: "tcp",
    port: 53,
    messages: [
      { from: "client", hex: `${lengthOf(TRANSFER)} ${TRANSFER}` },
      { from: "server", hex: `${lengthOf(TRANSFERRED)} ${TRANSFERRED}` },
    ],
  },
  {
    name: "faults: a pointer to itself, a short record, an unknown opcode",
    over: "udp",
    port: 53,
    messages: [
      { from: "client", hex: "5001 0100 0001 0000 0000 0000 c00c 0001 0001" },
      { from: "server", hex: `5002 8180 0001 0001 0000 0000 ${HISTORIAN} 0001 0001 ${recordOf(SAME, "0001", "c000")}` },
      { from: "client", hex: `5003 7900 0001 0000 0000 0000 ${HISTORIAN} 0001 0001` },
    ],
  },
];
