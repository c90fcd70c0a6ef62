import { call, reply, text, word } from "./oncrpc-bytes.ts";
import type { Exchange } from "./sample.ts";

const WDB = 0x55555555;

const asked = (xid: number, procedure: number, body = ""): string =>
  call(
    xid,
    WDB,
    1,
    procedure,
    `ffff4780 ${word(52 + body.replace(/\s+/g, "").length / 2)} 0da0${word(xid).slice(4)} ${body}`,
  );
const answered = (xid: number, status: number, body = ""): string =>
  reply(xid, 0, `ffff4e91 ${word(36 + body.replace(/\s+/g, "").length / 2)} ${word(status)} ${body}`);

const TARGET =
  text("2.0\0") +
  (word(1500) + word(3)) +
  (word(1) + text("vxworks5.5\0") + word(83) + word(1) + word(0) + word(4096) + word(4321)) +
  text("PLC 860 REV 1\0") +
  text("fei(0,0)host:vxWorks u=target pw=hidden\0") +
  (word(0x100000) + word(0x2000000) + word(0) + word(0) + word(0));

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a debugger connects, reads, writes and calls", over: "inside", port: WDB, carrier: "oncrpc" },
    messages: [
      { from: "client", hex: call(1, WDB, 1, 0) },
      { from: "server", hex: reply(1, 0) },
      { from: "client", hex: asked(2, 1) },
      { from: "server", hex: answered(2, 0, TARGET) },
      { from: "client", hex: asked(3, 10, word(0x10000) + word(256) + word(0)) },
      { from: "server", hex: answered(3, 0, word(4) + word(0) + "deadbeef") },
      { from: "client", hex: asked(4, 11, `${word(4)}${word(0x20000)}cafebabe`) },
      { from: "server", hex: answered(4, 0x502) },
      { from: "client", hex: asked(5, 90, word(0)) },
      { from: "server", hex: answered(5, 0x8000) },
      { from: "client", hex: asked(6, 31, word(0)) },
      { from: "server", hex: reply(6, 3) },
    ],
  },
];
