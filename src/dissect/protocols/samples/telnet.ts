import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Negotiation with terminal type and window size, a login line by line, and one letter by letter. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "login by lines",
    over: "tcp",
    port: 23,
    messages: [
      { from: "server", hex: "fffd18 fffd1f fffb03" },
      { from: "client", hex: "fffb18 fffb1f fffd03 fffa1f 0050 0018 fff0" },
      { from: "server", hex: "fffa18 01 fff0" },
      { from: "client", hex: `fffa18 00 ${hexText("XTERM")} fff0` },
      { from: "client", hex: `fffa27 00 00 ${hexText("USER")} 01 ${hexText("jo")} fff0` },
      { from: "server", hex: hexText("\r\nExampleSwitch ES-24 (VxWorks 6.9)\r\n\r\nlogin: ") },
      { from: "client", hex: hexText("admin\r\n") },
      { from: "server", hex: hexText("Password: ") },
      { from: "client", hex: hexText("not-shown\r\n") },
      { from: "server", hex: hexText("\r\nLogin incorrect\r\nlogin: ") },
      { from: "client", hex: hexText("oper\r\0") },
      { from: "server", hex: hexText("oper\r\nPassword: ") },
      { from: "client", hex: hexText("not-shown\r\0") },
      { from: "server", hex: `${hexText("\r\nES-24> ")} ffff fff9` },
    ],
  },
  {
    name: "login by letters",
    over: "tcp",
    port: 23,
    messages: [
      { from: "server", hex: hexText("User name:") },
      ...[..."root"].flatMap((letter) => [
        { from: "client" as const, hex: hexText(letter) },
        { from: "server" as const, hex: hexText(letter) },
      ]),
      { from: "client", hex: hexText("\r") },
      { from: "server", hex: hexText("\r\nPassword:") },
      ...[..."hush\r\n"].map((letter) => ({ from: "client" as const, hex: hexText(letter) })),
      { from: "server", hex: hexText("\r\n# ") },
    ],
  },
  {
    name: "faults: a command cut off",
    over: "tcp",
    port: 23,
    messages: [{ from: "client", hex: "ff01 fffa18 01 02" }],
  },
];
