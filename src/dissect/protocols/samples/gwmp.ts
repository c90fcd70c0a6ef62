import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const GATEWAY = "00fedcba98765432";

/** A gateway that reports, asks, is told to send, and cannot. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "up and down",
    over: "udp",
    port: 1700,
    messages: [
      {
        from: "client",
        hex: `02a1b200${GATEWAY}${hexText(
          '{"rxpk":[{"tmst":1,"freq":868.1,"stat":1,"datr":"SF7BW125","rssi":-57,"lsnr":9.2,"size":23,"data":"AAEAAAAAAABw776t3gAAo3ASNPCN9/0="},{"freq":868.3,"stat":1,"datr":"SF9BW125","rssi":-90,"size":15,"data":"QNobASaAAQACqrv/EjRW"},{"stat":-1,"data":"QNobASaA"}]}',
        )}`,
      },
      { from: "server", hex: "02a1b201" },
      { from: "client", hex: `02a1b302${GATEWAY}` },
      { from: "server", hex: "02a1b304" },
      {
        from: "server",
        hex: `02000703${hexText('{"txpk":{"imme":true,"freq":869.525,"datr":"SF12BW125","size":17,"data":"IBEiM0RVZneImaq7zN3u/wA="}}')}`,
      },
      { from: "client", hex: `02000705${GATEWAY}${hexText('{"txpk_ack":{"error":"TOO_LATE"}}')}` },
      {
        from: "client",
        hex: `02a1b400${GATEWAY}${hexText('{"stat":{"time":"2026-01-12 08:59:28 GMT","lati":46.24,"long":3.2523,"alti":145,"rxnb":2}}')}`,
      },
      { from: "client", hex: `02000805${GATEWAY}` },
      {
        from: "server",
        hex: `02000903${hexText('{ "txpk":{"freq":869.5,"size":13,"data":"YNobASYgBQABqrvM3Q"}}')}`,
      },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 1700,
    messages: [{ from: "client", hex: `02a1b500${GATEWAY}${hexText('{"rxpk":[')}` }],
  },
];
