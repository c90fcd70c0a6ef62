import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** A frame with its head and length. */
function frame(service: string, body: string): string {
  const digits = body.replace(/\s+/g, "");
  return `0610${service}${(digits.length / 2 + 6).toString(16).padStart(4, "0")}${digits}`;
}

const CLIENT = "0801 c0000201 c350";
const SERVER = "0801 c0000202 0e57";
const NAME = hexText("Router east").padEnd(60, "0");
const DEVICE = `3601 02 01 1101 0005 00a600001234 e000170c 020000000002 ${NAME}`;
const FAMILIES = "0c02 0202 0302 0402 0502 0901";

/** A data message of the bus: code, destination, whether it is a group, and what follows the length. */
function data(code: string, destination: string, isGroup: boolean, service: string): string {
  const length = (service.length / 2 - 1).toString(16).padStart(2, "0");
  return `${code}00 bc${isGroup ? "e0" : "60"} 1105 ${destination} ${length} ${service}`;
}

function tunnelled(sequence: number, cemi: string): string {
  return frame("0420", `04 07 0${sequence} 00 ${cemi}`);
}

/** Discovery, a tunnel with reading, writing and programming, management, routing, security, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery and a tunnel",
    over: "udp",
    port: 3671,
    messages: [
      { from: "client", hex: frame("0201", CLIENT) },
      { from: "server", hex: frame("0202", SERVER + DEVICE + FAMILIES) },
      { from: "client", hex: frame("020b", `${CLIENT} 0604 01020607`) },
      {
        from: "server",
        hex: frame(
          "020c",
          `${SERVER} ${DEVICE} ${FAMILIES} 0a06 0402 0502 0602 0702 1003 c0000202 ffffff00 c0000201 0f02 0405 1101 0807 00fe 1102 0006 0808 0000 00fe 091a 04fe 00a6`,
        ),
      },
      { from: "client", hex: frame("0203", CLIENT) },
      { from: "server", hex: frame("0204", DEVICE + FAMILIES) },
      { from: "client", hex: frame("0205", `${CLIENT} ${CLIENT} 04 04 02 00`) },
      { from: "server", hex: frame("0206", `07 00 ${SERVER} 04 04 1102`) },
      { from: "client", hex: tunnelled(0, data("11", "0a01", true, "0000")) },
      { from: "server", hex: frame("0421", "04 07 00 00") },
      { from: "server", hex: tunnelled(0, data("29", "0a01", true, "00400c1a")) },
      { from: "client", hex: tunnelled(1, data("11", "0a02", true, "0081")) },
      { from: "server", hex: tunnelled(1, data("2e", "0a02", true, "0081")) },
      { from: "client", hex: tunnelled(2, data("11", "0a03", true, "0080417a0000")) },
      { from: "client", hex: tunnelled(3, data("11", "1109", false, "80")) },
      { from: "client", hex: tunnelled(4, data("11", "1109", false, "4284400001020304")) },
      { from: "client", hex: tunnelled(5, data("11", "1109", false, "43d7000411 01".replace(" ", ""))) },
      { from: "client", hex: tunnelled(6, data("11", "1109", false, "4780")) },
      { from: "client", hex: frame("0207", `07 00 ${CLIENT}`) },
      { from: "server", hex: frame("0208", "07 21") },
      { from: "client", hex: frame("0209", `07 00 ${CLIENT}`) },
      { from: "server", hex: frame("020a", "07 00") },
    ],
  },
  {
    name: "management in a connection over TCP, and a refused one",
    over: "tcp",
    port: 3671,
    messages: [
      { from: "client", hex: frame("0205", "0802 00000000 0000 0802 00000000 0000 02 03") },
      { from: "server", hex: frame("0206", "00 24") },
      { from: "client", hex: frame("0310", "04 08 00 00 fc 0000 01 0c 1001") },
      { from: "server", hex: frame("0311", "04 08 00 00") },
      { from: "server", hex: frame("0310", "04 08 00 00 fb 0000 01 0c 1001 0083") },
      { from: "server", hex: frame("0310", "04 08 01 00 fb 0000 01 0b 1001 008300005678") },
      { from: "server", hex: frame("0310", `04 08 02 00 fb 000b 01 4c b001 ${hexText("Router east")}`) },
      { from: "client", hex: frame("0310", "04 08 01 00 f6 000b 01 3c 1001 01") },
      { from: "server", hex: frame("0310", "04 08 03 00 f5 000b 01 3c 0001 07") },
      { from: "client", hex: frame("0310", "04 08 02 00 f8 0000 01 38 00") },
      { from: "client", hex: frame("0310", "04 08 03 00 f1") },
      { from: "client", hex: frame("0422", "04 08 00 00 03 00") },
      { from: "client", hex: frame("0951", `0802 00000000 0000 ${"ab".repeat(32)}`) },
      { from: "server", hex: frame("0952", `0001 ${"cd".repeat(48)}`) },
      { from: "client", hex: frame("0950", `0001 ${"ef".repeat(40)}`) },
    ],
  },
  {
    name: "routing",
    over: "udp",
    port: 3671,
    messages: [
      { from: "client", hex: frame("0530", data("29", "0a04", true, "008080")) },
      { from: "client", hex: frame("0530", data("29", "0a04", true, "008000000102")) },
      { from: "client", hex: frame("0532", "06 00 0064 0000") },
      { from: "client", hex: frame("0531", "04 00 0003") },
      { from: "client", hex: frame("0530", "2b 00 bce011050a0400 80") },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 3671,
    messages: [
      { from: "client", hex: frame("0530", "29 00 bce0 1105 0a04 09 0080 01") },
      { from: "client", hex: frame("0530", "77 00 0000") },
      { from: "client", hex: frame("0204", `${DEVICE} ff02 0202`) },
      { from: "client", hex: frame("0530", data("29", "1109", false, "03ff")) },
    ],
  },
];
