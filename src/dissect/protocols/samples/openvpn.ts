import type { Exchange } from "./sample.ts";

export const CLIENT_RESET = "38 0102030405060708 00 00000000";
export const SERVER_RESET = "40 1112131415161718 01 00000000 0102030405060708 00000000";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a tunnel in datagrams", over: "udp", port: 1194 },
    messages: [
      { from: "client", hex: CLIENT_RESET },
      { from: "server", hex: SERVER_RESET },
      { from: "client", hex: "20 0102030405060708 00 00000001 160301" },
      { from: "client", hex: "48 000001 a1a2a3a4a5a6a7a8" },
    ],
  },
  {
    ...{ name: "a tunnel in a stream", over: "tcp", port: 1194 },
    messages: [
      { from: "client", hex: `000e ${CLIENT_RESET}` },
      { from: "server", hex: `001a ${SERVER_RESET}` },
    ],
  },
];
