import {
  answerBody,
  bindAnswerBody,
  bindBody,
  datagram,
  packet,
  requestBody,
  uuidBytes,
  wideString,
} from "./dcerpc-bytes.ts";
import { hexWide } from "./dns-bytes.ts";
import { apRequest, ticket } from "./kerberos.ts";
import type { Exchange } from "./sample.ts";
import { little, NTLM_AUTHENTICATE, NTLM_CHALLENGE, NTLM_NEGOTIATE, sizeOf } from "./smb-bytes.ts";

const EPMAPPER = "e1af8308-5d1f-11c9-91a4-08002b14a0fa";
const SVCCTL = "367abb81-9844-35f1-ad32-98f038001003";
const WINREG = "338cd001-2244-31f1-aaaa-900038001003";
const TASKS = "86d35949-83c9-4044-b424-db363231fd0c";
const DRSUAPI = "e3514235-4b06-11d1-ab04-00c04fc2dcd2";
const OXID = "99fcfec4-5260-101b-bbcb-00aa0021347a";
const OPC_SYNC = "39c13a52-011e-11d0-9675-0020afd8adb3";
const UNKNOWN = "01234567-89ab-cdef-0123-456789abcdef";
const MGMT = "afa8bd80-7d8a-11c9-bef4-08002b102989";

const HANDLE = "00000000 11111111111111111111111111111111";

/** A tower of an interface over TCP. */
export function tower(uuid: string, port: number): string {
  const floors = [
    `1300 0d ${uuidBytes(uuid)} 0100 0200 0000`,
    `1300 0d ${uuidBytes("8a885d04-1ceb-11c9-9fe8-08002b104860")} 0200 0200 0000`,
    "0100 0b 0200 0000",
    `0100 07 0200 ${port.toString(16).padStart(4, "0")}`,
    "0100 09 0400 c0000202",
  ];
  return `0500 ${floors.join(" ")}`;
}

function towerArgument(uuid: string, port: number): string {
  const octets = tower(uuid, port);
  const padding = "00".repeat((4 - (sizeOf(octets) % 4)) % 4);
  return `${little(sizeOf(octets), 4)} ${little(sizeOf(octets), 4)} ${octets} ${padding}`;
}

function bindings(...names: readonly string[]): string {
  const strings = names.map((name) => `0700 ${hexWide(`${name}\0`)}`).join(" ");
  const body = `${strings} 0000 0a00 ffff 0000 0000`;
  const security = sizeOf(`${strings} 0000`) / 2;
  return `0500 0700 00000200 ${little(sizeOf(body) / 2, 4)} ${little(sizeOf(body) / 2, 2)} ${little(security, 2)} ${body}`;
}

const SERVICE = `${HANDLE} ${wideString("UpdateSvc")} 00000200 ${wideString("Update")} ff010f00 10000000 03000000 00000000 ${wideString("%TEMP%\\a.exe")} 00000000 00000000 00000000 00000000 00000000 00000000`;
const KEY = `${HANDLE} 1400 1600 00000200 ${wideString("SOFTWARE\\X")} 00000000 19000200`;
const AUTHENTICATED = `0a 06 00 00 00000000`;

/** A pipe's mark and what was written to it or read from it. */
export function piped(mark: number, bytes: string): string {
  return `50 ${mark.toString(16).padStart(8, "0")} ${bytes}`;
}

const PIPE_REQUEST = packet(0, 2, requestBody(0, 15, `00000000 00000000 3f000f00 ${"00".repeat(40)}`));
const PIPE_DIGITS = PIPE_REQUEST.replace(/\s+/g, "");

/** Contexts, calls by name, the endpoint mapper, logins, faults, fragments, pipes and connectionless calls. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "the endpoint mapper",
    over: "tcp",
    port: 135,
    messages: [
      { from: "client", hex: packet(11, 1, bindBody(EPMAPPER)) },
      { from: "server", hex: packet(12, 1, bindAnswerBody("135", [[0, 0]])) },
      {
        from: "client",
        hex: packet(0, 2, requestBody(0, 3, `00000000 00000200 ${towerArgument(DRSUAPI, 0)} ${HANDLE} 04000000`)),
      },
      {
        from: "server",
        hex: packet(
          2,
          2,
          answerBody(
            0,
            `${HANDLE} 02000000 04000000 00000000 02000000 00000300 00000400 ${towerArgument(DRSUAPI, 49664)} ${towerArgument(UNKNOWN, 49665)} 00000000`,
          ),
        ),
      },
    ],
  },
  {
    name: "services, keys, tasks and replication",
    over: "tcp",
    port: 135,
    messages: [
      { from: "client", hex: packet(11, 1, bindBody(SVCCTL, WINREG, TASKS, DRSUAPI, OPC_SYNC)) },
      {
        from: "server",
        hex: packet(
          12,
          1,
          bindAnswerBody("", [
            [0, 0],
            [0, 0],
            [0, 0],
            [0, 0],
            [2, 1],
          ]),
        ),
      },
      { from: "client", hex: packet(0, 2, requestBody(0, 12, SERVICE)) },
      { from: "server", hex: packet(2, 2, answerBody(0, `00000000 ${HANDLE} 00000000`)) },
      { from: "client", hex: packet(0, 3, requestBody(0, 16, `${HANDLE} ${wideString("UpdateSvc")} ff010f00`)) },
      { from: "client", hex: packet(0, 4, requestBody(1, 15, KEY)) },
      { from: "server", hex: packet(3, 4, `20000000 0100 00 00 05000000 00000000`) },
      { from: "client", hex: packet(0, 5, requestBody(2, 1, `00000200 ${wideString("\\Update")} 00000000`)) },
      { from: "client", hex: packet(0, 6, requestBody(3, 3, "00".repeat(24))) },
      { from: "client", hex: packet(0, 7, requestBody(4, 4, "00".repeat(24))) },
      { from: "client", hex: packet(0, 8, requestBody(0, 99, "")) },
    ],
  },
  {
    name: "a login with NTLM, sealed calls, and a login with a ticket",
    over: "tcp",
    port: 135,
    messages: [
      { from: "client", hex: packet(11, 1, bindBody(OXID), 7, `0a 05 00 00 00000000 ${NTLM_NEGOTIATE}`) },
      {
        from: "server",
        hex: packet(12, 1, bindAnswerBody("135", [[0, 0]]), 3, `0a 05 00 00 00000000 ${NTLM_CHALLENGE}`),
      },
      { from: "client", hex: packet(16, 1, "00000000", 3, `0a 05 00 00 00000000 ${NTLM_AUTHENTICATE}`) },
      { from: "client", hex: packet(0, 2, requestBody(0, 5, ""), 3, `${AUTHENTICATED} ${"c7".repeat(16)}`) },
      {
        from: "server",
        hex: packet(
          2,
          2,
          answerBody(0, bindings("hist-1", "192.0.2.2[135]", "fe80::1")),
          3,
          `0a 02 00 00 00000000 ${"c7".repeat(16)}`,
        ),
      },
      {
        from: "client",
        hex: packet(
          14,
          3,
          bindBody(SVCCTL),
          3,
          `10 06 00 00 00000000 ${apRequest(ticket("PLANT.EXAMPLE", 18, "RPCSS", "hist-1.plant.example"))}`,
        ),
      },
    ],
  },
  {
    name: "refusals, fragments, a big-endian sender and other packets",
    over: "tcp",
    port: 135,
    messages: [
      { from: "client", hex: packet(11, 1, bindBody(UNKNOWN)) },
      { from: "server", hex: packet(13, 1, "0800 01 05 00 00") },
      { from: "client", hex: packet(11, 2, bindBody(UNKNOWN)) },
      { from: "server", hex: packet(12, 2, bindAnswerBody("", [[2, 1]])) },
      { from: "client", hex: packet(0, 3, requestBody(0, 7, "aabb"), 1) },
      { from: "client", hex: packet(0, 3, requestBody(0, 7, "ccdd"), 2) },
      { from: "server", hex: packet(2, 3, answerBody(0, "00")) },
      { from: "server", hex: packet(3, 9, `20000000 0000 00 00 0300011c 00000000`) },
      { from: "client", hex: packet(18, 3, "") },
      { from: "client", hex: packet(19, 3, "") },
      { from: "server", hex: packet(17, 0, "") },
      {
        from: "client",
        hex: `0500 0b 03 00000000 0048 0000 00000004 10b8 10b8 00000000 01 000000 0000 01 00 ${EPMAPPER.replaceAll("-", "")} 00000003 8a885d041ceb11c99fe808002b104860 00000002`,
      },
    ],
  },
  {
    name: "two pipes of one connection, and a packet in two writes",
    over: "inside",
    port: 0,
    carrier: "pipe",
    messages: [
      { from: "client", hex: piped(0x1111, packet(11, 1, bindBody(SVCCTL))) },
      { from: "client", hex: piped(0x2222, packet(11, 1, bindBody(WINREG))) },
      { from: "server", hex: piped(0x1111, packet(12, 1, bindAnswerBody("\\PIPE\\ntsvcs", [[0, 0]]))) },
      { from: "client", hex: piped(0x1111, PIPE_DIGITS.slice(0, 60)) },
      { from: "client", hex: piped(0x2222, packet(0, 2, requestBody(0, 2, "00".repeat(12)))) },
      { from: "client", hex: piped(0x1111, PIPE_DIGITS.slice(60)) },
      { from: "server", hex: piped(0x1111, packet(2, 2, answerBody(0, `${HANDLE} 00000000`))) },
    ],
  },
  {
    name: "connectionless calls",
    over: "udp",
    port: 135,
    messages: [
      { from: "client", hex: datagram(0, "00000000-0000-0000-0000-000000000000", MGMT, 0, "", 0x28) },
      { from: "server", hex: datagram(2, "00000000-0000-0000-0000-000000000000", MGMT, 0, "00000000", 0x08) },
      { from: "client", hex: datagram(1, "00000000-0000-0000-0000-000000000000", MGMT, 0, "") },
      { from: "server", hex: datagram(6, "00000000-0000-0000-0000-000000000000", MGMT, 0, "0300011c") },
      { from: "client", hex: datagram(0, "00000000-0000-0000-0000-000000000000", MGMT, 3, "00112233", 0x24, 2) },
    ],
  },
];
