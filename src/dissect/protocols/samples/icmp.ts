import type { Exchange } from "./sample.ts";

/** Echo with its reply, and an unreachable port with the packet it is about. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "echo and reply",
    over: "ip",
    port: 1,
    messages: [
      { from: "client", hex: "0800 7602 1234 0001 61626364 ab01" },
      { from: "server", hex: "0000 7e02 1234 0001 61626364 ab01" },
    ],
  },
  {
    name: "extended echo: an active interface, and one that is not there",
    over: "ip",
    port: 1,
    messages: [
      { from: "client", hex: "2a00 5d68 1234 05 01 6162" },
      { from: "server", hex: "2b00 bd85 1234 05 46" },
      { from: "client", hex: "2a00 5c68 1234 06 01 6162" },
      { from: "server", hex: "2b02 bcc9 1234 06 00" },
    ],
  },
  {
    name: "unreachable, redirect, timestamp, mask and router messages, one with a fault",
    over: "ip",
    port: 1,
    messages: [
      {
        from: "server",
        hex: "0303 2fd0 0000 0000 4500 001c 0001 0000 40 11 0000 c0000201 c0000202 c350 00a1 0008 0000",
      },
      { from: "server", hex: "0501 6a2b c0000263 4500 001c 0001 0000 40 06 0000 c0000201 c0000202 c350 01f6 00000001" },
      { from: "client", hex: "0d00 f2fb 0001 0002 00000001 00000000 00000000" },
      { from: "server", hex: "1200 eefb 0001 0002 ffffff00" },
      { from: "server", hex: "0900 2cf4 01 02 0708 c0000201 00000000" },
      { from: "server", hex: "0b00 afe3 00000000 4500 001c" },
    ],
  },
];
