import { call, double, fragment, opaque, record, reply, security, system, text, word } from "./oncrpc-bytes.ts";
import type { Exchange } from "./sample.ts";

const PORTMAP = 100000;
const MOUNT = 100005;
const WDB = 0x55555555;
const HANDLE = "0000000411223344";
const LONG_WRITE = call(
  50,
  100003,
  3,
  7,
  `${HANDLE}${double(0)}${word(17_000)}${word(2)}${word(17_000)}${"61".repeat(17_000)}`,
  system("hmi-1", 1000, 1000),
).replace(/\s+/g, "");

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a client asks a mapper and is refused elsewhere", over: "udp", port: 111 },
    messages: [
      { from: "client", hex: call(1, PORTMAP, 2, 3, word(100003) + word(3) + word(6) + word(0)) },
      { from: "server", hex: reply(1, 0, word(2049)) },
      { from: "client", hex: call(2, PORTMAP, 2, 3, word(395183) + word(1) + word(6) + word(0)) },
      { from: "server", hex: reply(2, 0, word(0)) },
      { from: "client", hex: call(3, PORTMAP, 2, 4) },
      {
        from: "server",
        hex: reply(
          3,
          0,
          `${word(1)}${word(PORTMAP)}${word(2)}${word(17)}${word(111)}${word(1)}${word(MOUNT)}${word(3)}${word(6)}${word(892)}${word(0)}`,
        ),
      },
      { from: "client", hex: call(4, PORTMAP, 4, 3, word(MOUNT) + word(3) + text("tcp") + text("") + text("rpcbind")) },
      { from: "server", hex: reply(4, 0, text("10.0.0.5.3.124")) },
      { from: "client", hex: call(5, 104316, 1, 0) },
      { from: "server", hex: reply(5, 1) },
      { from: "client", hex: call(6, 100021, 4, 2, "", system("hmi-1", 0, 0, 0, 10)) },
      { from: "server", hex: `${word(6)}00000001 00000001 00000001 00000005` },
      { from: "client", hex: call(7, PORTMAP, 9, 0) },
      { from: "server", hex: reply(7, 2, word(2) + word(4)) },
      { from: "client", hex: call(8, 100024, 1, 6, text("plc-7") + word(3)) },
    ],
  },
  {
    ...{ name: "directories are given out", over: "tcp", port: 111 },
    messages: [
      { from: "client", hex: record(call(20, MOUNT, 3, 5, "", system("hmi-1", 1000, 1000))) },
      {
        from: "server",
        hex: record(
          reply(
            20,
            0,
            `${word(1)}${text("/recipes")}${word(0)}${word(1)}${text("/firmware")}${word(1)}${text("10.0.0.0/24")}${word(0)}${word(0)}`,
          ),
        ),
      },
      { from: "client", hex: record(call(21, MOUNT, 3, 1, text("/recipes"), system("hmi-1", 1000, 1000))) },
      { from: "server", hex: record(reply(21, 0, word(0) + HANDLE + word(2) + word(1) + word(390003))) },
      { from: "client", hex: record(call(22, MOUNT, 3, 1, text("/firmware"), system("hmi-1", 1000, 1000))) },
      { from: "server", hex: record(reply(22, 0, word(13))) },
      // A record in three fragments, of which the second is empty.
      {
        from: "client",
        hex: `${fragment(call(23, MOUNT, 3, 2))}${fragment("")}${record("")}`,
      },
      {
        from: "server",
        hex: `${fragment(reply(23, 0, word(1) + text("hmi-1")))}${record(text("/recipes") + word(0))}`,
      },
      { from: "client", hex: record(call(24, 395183, 1, 10, word(1) + word(0) + word(0) + text("inst0"))) },
      { from: "client", hex: record(call(25, 100227, 3, 1, opaque("a5a5a5a5"), security(0, 3))) },
      { from: "server", hex: record(reply(25, 0, opaque("a5a5a5a5"))) },
      { from: "client", hex: record(call(26, 100003, 4, 0, "00000000", security(1, 1))) },
      { from: "server", hex: record(reply(26, 0, "00000000")) },
    ],
  },
  {
    ...{ name: "a record that is longer than what is read", over: "tcp", port: 2049 },
    messages: [
      { from: "client", hex: record(LONG_WRITE) },
      {
        from: "client",
        hex: fragment(LONG_WRITE.slice(0, 400)) + fragment(LONG_WRITE.slice(400)) + record("00000000"),
      },
      { from: "client", hex: record(call(51, PORTMAP, 2, 0)) },
    ],
  },
  {
    ...{ name: "a debugger looks for a controller", over: "udp", port: 17185 },
    messages: [{ from: "client", hex: call(0x803c7450, WDB, 1, 0) }],
  },
];
