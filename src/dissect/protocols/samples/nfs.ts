import { call, double, NOBODY, opaque, reply, system, text, word } from "./oncrpc-bytes.ts";
import type { Exchange } from "./sample.ts";

const NFS = 100003;
const SOMEONE = system("hmi-1", 1000, 1000);
const ROOT = system("hmi-1", 0, 0);
const DIRECTORY = opaque("d1".repeat(8));
const FILE = opaque("f1".repeat(8));
const OTHER = opaque("f2".repeat(8));
const OLD = "f3".repeat(32);
const STATE = "5a".repeat(16);
const NO_ATTRIBUTES = word(0);
const CHANGE = word(1) + double(1) + double(2);
const BITS = word(1) + word(0x10);
const ATTRIBUTES = BITS + opaque("0000000000000000");

const asked = (xid: number, version: number, procedure: number, body: string, by = SOMEONE): string =>
  call(xid, NFS, version, procedure, body, by);
/** A compound of version 4 with a minor version, and its operations. */
export const compound = (xid: number, minor: number, ...operations: string[]): string =>
  asked(xid, 4, 1, text("") + word(minor) + word(operations.length) + operations.join(""));
/** Its reply. */
export const answered = (xid: number, status: number, ...results: string[]): string =>
  reply(xid, 0, word(status) + text("") + word(results.length) + results.join(""));

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "files of version 3", over: "inside", port: NFS, carrier: "oncrpc" },
    messages: [
      { from: "client", hex: asked(1, 3, 0, "", NOBODY) },
      { from: "server", hex: reply(1, 0) },
      { from: "client", hex: asked(2, 3, 3, DIRECTORY + text("recipe.csv")) },
      { from: "server", hex: reply(2, 0, word(0) + FILE + NO_ATTRIBUTES + NO_ATTRIBUTES) },
      { from: "client", hex: asked(3, 3, 6, FILE + double(4096) + word(512)) },
      {
        from: "server",
        hex: reply(3, 0, word(0) + word(1) + "00".repeat(84) + word(4) + word(1) + opaque("31323334")),
      },
      { from: "client", hex: asked(4, 3, 7, FILE + double(0) + word(4) + word(2) + opaque("35363738"), ROOT) },
      {
        from: "server",
        hex: reply(4, 0, word(0) + word(1) + "00".repeat(24) + word(0) + word(4) + word(2) + double(7)),
      },
      { from: "client", hex: asked(5, 3, 8, `${DIRECTORY}${text("new.bin")}${word(0)}${"00000000".repeat(6)}`) },
      { from: "server", hex: reply(5, 0, word(0) + word(1) + OTHER + NO_ATTRIBUTES + NO_ATTRIBUTES + NO_ATTRIBUTES) },
      { from: "client", hex: asked(6, 3, 14, DIRECTORY + text("new.bin") + DIRECTORY + text("firmware.bin")) },
      { from: "server", hex: reply(6, 0, word(13) + NO_ATTRIBUTES.repeat(4)) },
      { from: "client", hex: asked(7, 3, 12, DIRECTORY + text("recipe.csv")) },
      { from: "server", hex: reply(7, 0, word(2) + NO_ATTRIBUTES + NO_ATTRIBUTES) },
      { from: "client", hex: asked(8, 3, 17, DIRECTORY + double(0) + double(0) + word(512) + word(4096)) },
      {
        from: "server",
        hex: reply(
          8,
          0,
          word(0) +
            NO_ATTRIBUTES +
            double(1) +
            (word(1) + double(5) + text("log.txt") + double(1) + NO_ATTRIBUTES + word(1) + FILE) +
            (word(0) + word(1)),
        ),
      },
      { from: "client", hex: asked(9, 3, 1, OTHER) },
      { from: "client", hex: asked(10, 3, 15, FILE + DIRECTORY + text("copy.csv")) },
    ],
  },
  {
    ...{ name: "files of version 2", over: "inside", port: NFS, carrier: "oncrpc" },
    messages: [
      { from: "client", hex: asked(30, 2, 4, `${"d1".repeat(32)}${text("boot.ini")}`) },
      { from: "server", hex: reply(30, 0, `${word(0)}${OLD}${"00".repeat(68)}`) },
      { from: "client", hex: asked(31, 2, 6, `${OLD}${word(0)}${word(1024)}${word(1024)}`) },
      { from: "server", hex: reply(31, 0, `${word(0)}${"00".repeat(68)}${opaque("41424344")}`) },
      { from: "client", hex: asked(32, 2, 8, `${OLD}${word(0)}${word(16)}${word(0)}${opaque("45464748")}`) },
      { from: "server", hex: reply(32, 0, word(30)) },
      { from: "client", hex: asked(33, 2, 16, `${"d1".repeat(32)}${word(0)}${word(512)}`) },
      {
        from: "server",
        hex: reply(33, 0, word(0) + word(1) + word(7) + text("boot.ini") + word(1) + word(0) + word(1)),
      },
    ],
  },
  {
    ...{ name: "compounds of versions 4.0, 4.1 and 4.2", over: "inside", port: NFS, carrier: "oncrpc" },
    messages: [
      {
        from: "client",
        hex: compound(
          40,
          0,
          word(35) + double(1) + text("client") + word(0x40000000) + text("tcp") + text("10.0.0.7.3.1") + word(1),
        ),
      },
      { from: "server", hex: answered(40, 0, word(35) + word(0) + double(9) + double(8)) },
      {
        from: "client",
        hex: compound(
          41,
          1,
          word(42) +
            (double(1) + text("Linux NFSv4.1 hmi-1") + word(0x103) + word(0)) +
            (word(1) + text("kernel.org") + text("Linux 5.15.0-91-generic x86_64") + double(0) + word(0)),
        ),
      },
      {
        from: "server",
        hex: answered(
          41,
          0,
          word(42) +
            word(0) +
            double(9) +
            word(1) +
            word(0x20103) +
            word(0) +
            double(0) +
            text("nas") +
            text("nas") +
            word(0),
        ),
      },
      {
        from: "client",
        hex: compound(
          42,
          1,
          word(43) +
            (double(9) + word(1) + word(3)) +
            `${word(0)}${word(1049620)}${word(1049480)}${word(7584)}${word(8)}${word(64)}${word(0)}`.repeat(2) +
            (word(0x40000000) + word(1) + word(1) + word(0) + text("hmi-1") + word(0) + word(0) + word(0)),
        ),
      },
      {
        from: "client",
        hex: compound(
          43,
          1,
          word(53) + STATE + word(2) + word(0) + word(0) + word(1),
          word(22) + DIRECTORY,
          word(18) +
            (word(0) + word(3) + word(0) + double(9) + text("owner") + word(1) + word(1) + ATTRIBUTES) +
            (word(0) + text("setpoints.db")),
          word(10),
          word(9) + BITS,
        ),
      },
      {
        from: "server",
        hex: answered(
          43,
          0,
          word(53) + word(0) + STATE + word(2) + word(0) + word(0) + word(63) + word(0),
          word(22) + word(0),
          word(18) +
            word(0) +
            STATE +
            CHANGE +
            word(4) +
            BITS +
            word(2) +
            STATE +
            word(0) +
            word(1) +
            double(0) +
            word(0).repeat(3) +
            text(""),
          word(10) + word(0) + FILE,
          word(9) + word(0) + ATTRIBUTES,
        ),
      },
      {
        from: "client",
        hex: compound(
          44,
          1,
          word(22) + FILE,
          word(38) + STATE + double(128) + word(2) + opaque("0102030405"),
          word(9) + BITS,
        ),
      },
      {
        from: "server",
        hex: answered(
          44,
          0,
          word(22) + word(0),
          word(38) + word(0) + word(5) + word(2) + double(3),
          word(9) + word(0) + ATTRIBUTES,
        ),
      },
      {
        from: "client",
        hex: compound(
          45,
          2,
          word(22) + FILE,
          word(25) + STATE + double(0) + word(64),
          word(69) + STATE + double(0) + word(0),
        ),
      },
      {
        from: "server",
        hex: answered(
          45,
          0,
          word(22) + word(0),
          word(25) + word(0) + word(1) + opaque("0a0b0c"),
          word(69) + word(0) + word(1) + double(3),
        ),
      },
      {
        from: "client",
        hex: compound(
          46,
          0,
          word(24),
          word(15) + text("plant"),
          word(6) + word(2) + text("archive") + ATTRIBUTES,
          word(28) + text("old.db"),
          word(29) + text("a") + text("b"),
        ),
      },
      { from: "server", hex: answered(46, 17, word(24) + word(0), word(15) + word(0), word(6) + word(17)) },
      {
        from: "client",
        hex: compound(47, 0, word(22) + DIRECTORY, word(26) + double(0) + double(0) + word(512) + word(4096) + BITS),
      },
      {
        from: "server",
        hex: answered(
          47,
          0,
          word(22) + word(0),
          word(26) + word(0) + double(1) + word(1) + double(3) + text("setpoints.db") + ATTRIBUTES + word(0) + word(1),
        ),
      },
      {
        from: "client",
        hex: compound(48, 0, word(12) + word(2) + word(0) + double(0) + double(9) + word(0) + STATE + word(1)),
      },
      {
        from: "server",
        hex: answered(48, 10010, word(12) + word(10010) + double(0) + double(9) + word(2) + double(9) + text("them")),
      },
      { from: "client", hex: asked(49, 4, 0, "", NOBODY) },
      { from: "server", hex: reply(49, 0) },
    ],
  },
];
