import { nameOf, recordOf, stringOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const SERVICE = nameOf("_ipp._tcp.local");
const INSTANCE = nameOf("Label printer 3._ipp._tcp.local");
const HOST = nameOf("printer-3.local");
const TEXTS = [
  "txtvers=1",
  "ty=Acme L300",
  "usb_MFG=Acme",
  "usb_MDL=L300",
  "note=Hall 2",
  "serial=AC-0815",
  "air=none",
];

/** A browsing question, the answer of a printer with all its records, and a HINFO announcement. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "browsing for printers",
    over: "udp",
    port: 5353,
    messages: [
      { from: "client", hex: `0000 0000 0001 0000 0000 0000 ${SERVICE} 000c 8001` },
      {
        from: "server",
        hex: `0000 8400 0000 0001 0000 0003 ${recordOf(SERVICE, "000c", INSTANCE)}
          ${recordOf(INSTANCE, "0021", `0000 0000 0277 ${HOST}`, "8001")}
          ${recordOf(INSTANCE, "0010", TEXTS.map(stringOf).join(""), "8001")}
          ${recordOf(HOST, "0001", "c0000202", "8001")}`,
      },
      {
        from: "server",
        hex: `0000 8400 0000 0001 0000 0000 ${recordOf(HOST, "000d", `${stringOf("ARMV7L")}${stringOf("LINUX")}`, "8001")}`,
      },
    ],
  },
];
