import { hexWide } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";
import {
  little,
  NTLM_ANONYMOUS,
  NTLM_AUTHENTICATE,
  NTLM_CHALLENGE,
  NTLM_NEGOTIATE,
  sizeOf,
  smb2Message,
} from "./smb-bytes.ts";

const FILE = "0100000000000000 0500000000000000";
const TIME = "00803ed5deb19d01";
const MORE_PROCESSING = 0xc0000016;

function setupRequest(blob: string): string {
  return `1900 00 01 01000000 00000000 5800 ${little(sizeOf(blob), 2)} 0000000000000000 ${blob}`;
}

function setupAnswer(blob: string, flags = "0000"): string {
  return `0900 ${flags} 4800 ${little(sizeOf(blob), 2)} ${blob}`;
}

function create(name: string): string {
  return `3900 00 00 02000000 0000000000000000 0000000000000000 9f011200 80000000 07000000 01000000 40000000 7800 ${little(sizeOf(name), 2)} 00000000 00000000 ${name}`;
}

const CREATE = smb2Message(5, 5, false, create(hexWide("recipe1.csv")));
const CLOSE = smb2Message(6, 6, false, `1800 0100 00000000 ${FILE}`);
const PADDING = "00".repeat((8 - (sizeOf(CREATE) % 8)) % 8);
const SHARE = hexWide("\\\\FILES-1\\IPC$");

/** Negotiation, logins, a share, a file read, written and refused, compounded requests, and encryption. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "negotiation and login",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "client",
        hex: smb2Message(
          0,
          0,
          false,
          `2400 0200 0100 0000 7f000000 ${"ab".repeat(16)} 0000000000000000 0202 1003`.replace("1003", "0003"),
        ),
      },
      {
        from: "server",
        hex: smb2Message(
          0,
          0,
          true,
          `4100 0300 0003 0000 ${"cd".repeat(16)} 2f000000 00008000 00008000 00008000 ${TIME} 0000000000000000 8000 0000 00000000`,
        ),
      },
      { from: "client", hex: smb2Message(1, 1, false, setupRequest(NTLM_NEGOTIATE)) },
      { from: "server", hex: smb2Message(1, 1, true, setupAnswer(NTLM_CHALLENGE), MORE_PROCESSING) },
      { from: "client", hex: smb2Message(1, 2, false, setupRequest(NTLM_AUTHENTICATE)) },
      { from: "server", hex: smb2Message(1, 2, true, setupAnswer("")) },
      { from: "client", hex: smb2Message(1, 3, false, setupRequest(NTLM_ANONYMOUS)) },
      { from: "server", hex: smb2Message(1, 3, true, setupAnswer("", "0200")) },
      { from: "client", hex: smb2Message(3, 4, false, `0900 0000 4800 ${little(sizeOf(SHARE), 2)} ${SHARE}`) },
      { from: "server", hex: smb2Message(3, 4, true, "1000 02 00 30000000 00000000 ff011f00") },
    ],
  },
  {
    name: "files",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "client",
        hex: `${smb2Message(5, 5, false, create(hexWide("recipe1.csv")), 0, sizeOf(CREATE + PADDING))} ${PADDING} ${CLOSE}`,
      },
      {
        from: "server",
        hex: smb2Message(
          5,
          5,
          true,
          `5900 00 00 01000000 ${TIME.repeat(4)} 0010000000000000 8000000000000000 20000000 00000000 ${FILE} 00000000 00000000`,
        ),
      },
      {
        from: "server",
        hex: smb2Message(6, 6, true, `3c00 0100 00000000 ${TIME.repeat(4)} 0010000000000000 8000000000000000 20000000`),
      },
      {
        from: "client",
        hex: smb2Message(
          8,
          7,
          false,
          `3100 50 00 00100000 0000000000000000 ${FILE} 00000000 00000000 00000000 0000 0000 00`,
        ),
      },
      { from: "server", hex: smb2Message(8, 7, true, "1100 50 00 04000000 00000000 00000000 deadbeef") },
      {
        from: "client",
        hex: smb2Message(
          9,
          8,
          false,
          `3100 7000 04000000 0000000000000000 ${FILE} 00000000 00000000 0000 0000 00000000 deadbeef`,
        ),
      },
      { from: "server", hex: smb2Message(9, 8, true, "0900 0000 00000000 00", 0xc0000022) },
      {
        from: "client",
        hex: smb2Message(14, 9, false, `2100 25 00 00000000 ${FILE} 6000 0200 00000100 ${hexWide("*")}`),
      },
      { from: "server", hex: smb2Message(15, 10, true, "0900 0000 00000000 00", 0x103) },
      {
        from: "client",
        hex: smb2Message(16, 11, false, `2900 01 05 18000000 0000 0000 00000000 00000000 00000000 ${FILE}`),
      },
      {
        from: "client",
        hex: smb2Message(17, 12, false, `2100 01 14 08000000 6000 0000 00000000 ${FILE} 0000000000000000`),
      },
      {
        from: "client",
        hex: smb2Message(
          11,
          13,
          false,
          `3900 0000 17c01100 ${FILE} 7800000000000000 00000000 7800000000000000 00100000 01000000 00000000`,
        ),
      },
      { from: "client", hex: smb2Message(13, 14, false, "0400 0000") },
    ],
  },
  {
    name: "encrypted and compressed",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      {
        from: "client",
        hex: `fd534d42 ${"11".repeat(16)} ${"22".repeat(16)} 20000000 0000 0100 1122334455667788 ${"33".repeat(32)}`,
      },
      { from: "server", hex: "fc534d42 00010000 0100 0000 00000000 01020304" },
    ],
  },
  {
    name: "faults: a body of the wrong size, a name outside",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      { from: "client", hex: smb2Message(6, 20, false, `1900 0100 00000000 ${FILE}`) },
      { from: "client", hex: smb2Message(3, 21, false, "0900 0000 4800 ff00 4100") },
    ],
  },
];
