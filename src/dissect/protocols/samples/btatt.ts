import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const UPDATE_POINT = "23d1bcea5f782315deef121231150000";

/** Discovery of services, identity, values, writing, an update of the firmware, refusals. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "who it is",
    over: "inside",
    port: 4,
    carrier: "btl2cap",
    messages: [
      { from: "client", hex: "02f700" },
      { from: "server", hex: "03f700" },
      { from: "client", hex: "100100ffff0028" },
      { from: "server", hex: "1106010007000018080010000a1811001400 2218".replace(" ", "") },
      { from: "client", hex: "08080010000328" },
      { from: "server", hex: "09070900020a00292a0b00020c00242a0d00020e00252a" },
      { from: "client", hex: "0a0a00" },
      { from: "server", hex: `0b${hexText("Acme Medical")}` },
      { from: "client", hex: "0a0c00" },
      { from: "server", hex: `0b${hexText("Oxi 500")}` },
      { from: "client", hex: "0a0e00" },
      { from: "server", hex: `0b${hexText("SN004711")}` },
      // Whose value is not known, for its handle was not discovered.
      { from: "client", hex: "0a5500" },
      { from: "server", hex: "0b01" },
      { from: "client", hex: "080100ffff262a" },
      { from: "server", hex: `090812 00 ${hexText("1.2.3 ")}`.replaceAll(" ", "") },
      { from: "client", hex: "080100ffff012a" },
      { from: "server", hex: "09040500400c" },
      { from: "client", hex: "08200021000028" },
      { from: "server", hex: "010820000a" },
    ],
  },
  {
    name: "values and writing",
    over: "inside",
    port: 4,
    carrier: "btl2cap",
    messages: [
      { from: "client", hex: "0430003400" },
      { from: "server", hex: "053001".replace("3001", "01") + "3000192a3100022933006e2a3400502a" },
      { from: "client", hex: "1231000100" },
      { from: "server", hex: "13" },
      { from: "server", hex: "1b300057" },
      { from: "server", hex: "1d33009808" },
      { from: "client", hex: "1e" },
      { from: "client", hex: "0a3400" },
      { from: "server", hex: "0b01d10112000100" },
      { from: "client", hex: "08400050000328" },
      { from: "server", hex: `0915 4100 08 4200 ${UPDATE_POINT}`.replaceAll(" ", "") },
      { from: "client", hex: "1242000104" },
      { from: "server", hex: "011242000f" },
      { from: "client", hex: "5244000102" },
      { from: "client", hex: "0c30000000" },
      { from: "server", hex: "0d" },
      { from: "client", hex: "1630000000aa" },
      { from: "server", hex: "1730000000aa" },
      { from: "client", hex: "1801" },
      { from: "server", hex: "19" },
      { from: "client", hex: "060100ffff00280a18" },
      { from: "server", hex: "0708001000" },
      { from: "server", hex: "233000010057" },
      { from: "client", hex: `d2440001${"00".repeat(12)}` },
    ],
  },
];
