import type { Exchange } from "./sample.ts";

function hexOf(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** Text with four bytes of length. */
function long(text: string): string {
  return text.length.toString(16).padStart(8, "0") + hexOf(text);
}

const FORMAT = "20 18 00 01 00ff 00ff 00ff 10 08 00 000000";

function version(text: string): string {
  return hexOf(`RFB ${text}\n`);
}

function screen(name: string): string {
  return `0320 0258 ${FORMAT} ${long(name)}`;
}

/** A capability of Tight: code, vendor, signature. */
function capability(code: string, text: string): string {
  return `${code} ${hexOf(text.padEnd(12, "_"))}`;
}

type From = "client" | "server";

function exchange(name: string, ...messages: (readonly [From, string])[]): Exchange {
  return { name, over: "tcp", port: 5900, messages: messages.map(([from, hex]) => ({ from, hex })) };
}

/** Version by version and security type by security type, from the greeting to what the client does. */
export const SAMPLES: readonly Exchange[] = [
  exchange(
    "a password, and everything a client does",
    ["server", version("003.008")],
    ["client", version("003.008")],
    ["server", "02 02 10"],
    ["client", "02"],
    ["server", "00112233445566778899aabbccddeeff"],
    ["client", "ffeeddccbbaa99887766554433221100"],
    ["server", "00000000"],
    ["client", "01"],
    ["server", screen("operator's X desktop (hmi-2:1)")],
    ["client", `00 000000 ${FORMAT}`],
    ["client", "02 00 0003 00000000 00000010 ffffff21"],
    ["client", "03 00 0000 0000 0320 0258"],
    ["server", "00 00 0001 0000 0000 0002 0001 00000000 0011223344556677"],
    ["client", "04 01 0000 0000ff0d 05 01 0064 0065"],
    ["client", `06 000000 ${long("geheim")}`],
    ["client", "06 000000 fffffffc 00000000"],
    ["client", "96 01 0000 0000 0320 0258 f8 000000 80000001 02 abcd fa 00 01 03"],
    ["client", "fb 00 0400 0300 01 00 00000000 0000 0000 0400 0300 00000000"],
    ["client", "ff 00 0001 0000ff0d 0000001c ff 01 0000 ff 01 0002 00 02 0000ac44"],
    ["client", `07 01 0000 00000000 ${long("c:/a")} 0b 000000 ffffffff 0b 000000 ${long("hi")} 08 02 0000 09 01 0000`],
    ["client", "0a 00 0001 0002 0d 0f 02 0000 14 00 0001 fd 81 0002 0001 7f 00 0006 0001"],
    ["server", "02"],
  ),
  exchange(
    "nobody is asked in version 3.3",
    ["server", version("003.003")],
    ["client", version("003.003")],
    ["server", "00000001"],
    ["client", "00"],
    ["server", screen("HMI-7 ( 192.0.2.2 ) - service mode")],
    ["client", "03 01 0000 0000 0320 0258"],
  ),
  exchange(
    "nobody is asked in version 3.7, by a virtual machine",
    ["server", version("003.007")],
    ["client", version("003.007")],
    ["server", "01 01"],
    ["client", "01"],
    ["client", "01"],
    ["server", screen("QEMU (plc-sim)")],
  ),
  exchange(
    "Tight with a login in clear",
    ["server", version("003.008")],
    ["client", version("003.008")],
    ["server", "01 10"],
    ["client", "10"],
    ["server", `00000001 ${capability("00000000", "TGHTNOTUNNEL")}`],
    ["client", "00000000"],
    ["server", `00000002 ${capability("00000002", "STDVVNCAUTH_")} ${capability("00000081", "TGHTULGNAUTH")}`],
    ["client", "00000081"],
    ["client", `00000005 00000006 ${hexOf("admin")} ${hexOf("geheim")}`],
    ["server", "00000000"],
    ["client", "01"],
    [
      "server",
      `${screen("panel")} 0001 0000 0001 0000 ${capability("00000082", "TGHTFTS")} ${capability("00000001", "TGHTCR")}`,
    ],
    ["server", "0000"],
  ),
  exchange(
    "VeNCrypt: plain, then refused",
    ["server", version("003.008")],
    ["client", version("003.008")],
    ["server", "01 13"],
    ["client", "13"],
    ["server", "0002"],
    ["client", "0002"],
    ["server", "00 02 00000100 00000104"],
    ["client", "00000100"],
    ["client", `00000005 00000006 ${hexOf("admin")} ${hexOf("geheim")}`],
    ["server", `00000001 ${long("wrong password")}`],
  ),
  exchange(
    "VeNCrypt over TLS",
    ["server", version("003.008")],
    ["client", version("003.008")],
    ["server", "01 13"],
    ["client", "13"],
    ["server", "0002"],
    ["client", "0002"],
    ["server", "00 01 00000105"],
    ["client", "00000105"],
    ["server", "01"],
    ["client", "16030100050100000100"],
    ["server", "16030300050200000100"],
  ),
  exchange(
    "Apple Remote Desktop",
    ["server", version("003.889")],
    ["client", version("003.889")],
    ["server", "02 1e 02"],
    ["client", "1e"],
    ["server", `0002 0004 ${"11".repeat(8)}`],
    ["client", "22".repeat(132)],
    ["server", "00000000"],
    ["client", "01"],
    ["server", screen("studio")],
  ),
  exchange(
    "UltraVNC: MS-Logon, one attempt too many",
    ["server", version("003.008")],
    ["client", version("003.008")],
    ["server", "02 11 71"],
    ["client", "71"],
    ["server", "33".repeat(24)],
    ["client", "44".repeat(328)],
    ["server", `00000002 ${long("too many attempts")}`],
  ),
  exchange(
    "a repeater, and a refusal at once",
    ["server", version("000.000")],
    ["client", hexOf("ID:1234".padEnd(250, "\0"))],
    ["server", version("003.008")],
    ["client", version("003.008")],
    ["server", `00 ${long("too many clients")}`],
  ),
  exchange(
    "a cipher of its own",
    ["server", version("005.000")],
    ["client", version("003.008")],
    ["server", "01 05"],
    ["client", "05"],
    ["server", "00000800 0102030405"],
    ["client", "00000800 0102030405"],
  ),
];
