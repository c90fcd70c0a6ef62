import type { Exchange } from "./sample.ts";

const HEAD = "52545053 0203 0101 0102030405060708090a0b0c";
/** A string of CDR, little-endian. */
function text(value: string): string {
  const octets = Array.from(value, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"));
  const length = octets.length + 1;
  while (octets.length % 4 !== 3) octets.push("00");
  return `${length.toString(16).padStart(2, "0")}000000 ${octets.join("")}00`;
}
function parameter(id: string, value: string): string {
  const octets = value.replace(/\s+/g, "").length / 2;
  return `${id} ${(octets & 255).toString(16).padStart(2, "0")}${(octets >> 8).toString(16).padStart(2, "0")} ${value}`;
}
/** A DATA submessage with a list of parameters. */
function announce(writer: string, parameters: string): string {
  const body = `0000 1000 00000000 ${writer} 00000000 01000000 0003 0000 ${parameters} 0100 0000`;
  const octets = body.replace(/\s+/g, "").length / 2;
  return `15 05 ${(octets & 255).toString(16).padStart(2, "0")}${(octets >> 8).toString(16).padStart(2, "0")} ${body}`;
}

const PROPERTIES = `03000000 ${text("dds.sys_info.hostname")} ${text("robot-1")} ${text("dds.sys_info.target")} ${text(
  "x64Linux",
)} ${text("dds.sys_info.username")} ${text("op")}`;

/** Discovery, data, and a secured participant. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a participant announces itself and publishes",
    over: "udp",
    port: 7400,
    messages: [
      { from: "client", hex: "52545053 0201 0101 4e44445350494e47" },
      {
        from: "client",
        hex: `${HEAD} 09 01 0800 0011223344556677 ${announce(
          "000100c2",
          [
            parameter("1500", "02030000"),
            parameter("1600", "01010000"),
            parameter("5000", "0102030405060708090a0b0c000001c1"),
            parameter("5800", "3f0c0000"),
            parameter("0080", "06000300"),
            parameter("3100", `01000000 f31c0000 ${"00".repeat(12)} c0a80105`),
            parameter("5900", PROPERTIES),
            parameter("6200", text("arm")),
          ].join(" "),
        )}`,
      },
      {
        from: "client",
        hex: `${HEAD} ${announce("000003c2", `${parameter("0500", text("joint"))} ${parameter("0700", text("Joint"))}`)}`,
      },
      { from: "client", hex: `${HEAD} ${announce("000004c2", parameter("0500", text("stop")))}` },
      {
        from: "client",
        hex: `${HEAD} 0e 01 0c00 0d0e0f101112131415161718 15 05 1c00 0000 1000 00000000 00000103 00000000 05000000 0001 0000 01020304`,
      },
      { from: "client", hex: `${HEAD} 07 01 1c00 00000000 00000103 00000000 01000000 00000000 05000000 01000000` },
      { from: "server", hex: `${HEAD} 06 01 1800 00000104 00000103 00000000 06000000 00000000 01000000` },
      {
        from: "client",
        hex: `${HEAD} 15 03 2000 0000 1000 00000000 000100c2 00000000 02000000 7100 0400 00000003 0100 0000`,
      },
      { from: "client", hex: `${HEAD} 09 01 0800 0011223344556677` },
      { from: "client", hex: `${HEAD} ${announce("ff0101c2", "")} 33 01 0400 01020304` },
      { from: "client", hex: `${HEAD} ${announce("000100c2", parameter("0110", text("DDS:Auth")))}` },
    ],
  },
];
