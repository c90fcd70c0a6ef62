import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Options by number, in order, with hexadecimal values up to 268 bytes. */
function options(...rows: readonly (readonly [number, string])[]): string {
  let before = 0;
  let hex = "";
  for (const [number, value] of rows) {
    const delta = number - before;
    const length = value.length / 2;
    const nibble = (size: number): string => (size < 13 ? size.toString(16) : size < 269 ? "d" : "e");
    const more = (size: number): string =>
      size < 13 ? "" : size < 269 ? two(size - 13) : two((size - 269) >> 8) + two(size - 269);
    hex += nibble(delta) + nibble(length) + more(delta) + more(length) + value;
    before = number;
  }
  return hex;
}

function two(value: number): string {
  return (value & 255).toString(16).padStart(2, "0");
}

const path = (...segments: string[]): (readonly [number, string])[] =>
  segments.map((segment) => [11, hexText(segment)] as const);
const content = (text: string): string => `ff${hexText(text)}`;

/** Requests of every method, observation, blocks, a registration of Lightweight M2M, and defects. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery, reading, observation and refusal",
    over: "udp",
    port: 5683,
    messages: [
      { from: "client", hex: `4101000101${options(...path(".well-known", "core"))}` },
      { from: "server", hex: `6145000101${options([12, "28"])}${content('</meter>;rt="power",</valve>')}` },
      { from: "client", hex: `4201000200a1${options(...path("meter"), [17, "32"])}` },
      { from: "server", hex: `6245000200a1${options([12, "32"])}${content('{"power":417.5,"on":true}')}` },
      { from: "client", hex: `4101000302${options([6, ""], ...path("meter"))}` },
      { from: "server", hex: `6145000302${options([6, "01"], [12, ""])}${content("417.5")}` },
      { from: "server", hex: `4145700102${options([6, "02"], [12, ""])}${content("418.5")}` },
      { from: "client", hex: "70007001" },
      { from: "client", hex: `4103000405${options(...path("valve"), [15, hexText("token=hidden")])}${content("1")}` },
      { from: "server", hex: "60000004" },
      { from: "server", hex: "5184700205" },
      { from: "client", hex: `4104000506${options([3, hexText("plc-7")], [7, "1633"], ...path("valve"))}` },
      { from: "server", hex: `6142000506${options([14, "3c"])}` },
      { from: "client", hex: "40000006" },
      { from: "server", hex: "70000006" },
    ],
  },
  {
    name: "blocks and other methods",
    over: "udp",
    port: 5683,
    messages: [
      { from: "client", hex: `4103001001${options(...path("blob"), [27, "0c"], [60, "0bb8"])}ff${"41".repeat(32)}` },
      { from: "server", hex: `615f001001${options([27, "0c"])}` },
      { from: "client", hex: `4105001102${options(...path("blob"), [12, "3c"])}ffa0` },
      { from: "server", hex: `6145001102${options([4, "a1b2"], [23, "06"])}ffa0` },
      { from: "client", hex: `5106001203${options([1, "a1b2"], ...path("blob"))}ff00` },
      { from: "client", hex: `5107001304${options([9, "0901"], ...path("blob"), [258, "02"])}ff00` },
      { from: "client", hex: `5101001405${options([35, hexText("coap://192.0.2.9/x")])}` },
      { from: "client", hex: `4101001506${options([6, "01"], ...path("meter"))}` },
    ],
  },
  {
    name: "Lightweight M2M registers, is read, written and commanded",
    over: "udp",
    port: 5683,
    messages: [
      {
        from: "client",
        hex: `4402003011223344${options(...path("rd"), [12, "28"], [15, hexText("ep=meter-7")], [15, hexText("lt=300")])}${content("</3/0>,</5/0>")}`,
      },
      { from: "server", hex: `6441003011223344${options([8, hexText("rd")], [8, hexText("a1")])}` },
      { from: "server", hex: `410140010a${options(...path("3", "0"), [17, "2d16"])}` },
      {
        from: "client",
        hex: `614540010a${options([12, "2d16"])}ffc8000b${hexText("Example Inc")}c301${hexText("M-7")}`,
      },
      { from: "server", hex: `410140020b${options(...path("3", "0", "2"))}` },
      { from: "client", hex: `614540020b${options([12, ""])}${content("SN0042")}` },
      { from: "server", hex: `410240030c${options(...path("3", "0", "4"))}` },
      { from: "client", hex: "614440030c" },
      { from: "server", hex: `410340040d${options(...path("1", "0", "1"), [12, ""])}${content("60")}` },
      { from: "server", hex: `410340050e${options(...path("5", "0", "0"), [12, "2a"])}ff0102` },
      { from: "client", hex: `4102003101${options(...path("rd", "a1"))}` },
      { from: "client", hex: `4104003202${options(...path("rd", "a1"))}` },
      { from: "client", hex: `4102003303${options(...path("bs"), [15, hexText("ep=meter-7")])}` },
      { from: "client", hex: `4102003404${options(...path("dp"), [12, "6e"])}${content("[]")}` },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 5683,
    messages: [
      { from: "client", hex: `40010020${options(...path("a"), [12, "010203"])}` },
      { from: "client", hex: `40010021${options(...path("a"), [13, "00"])}` },
      { from: "client", hex: `40010022${options([7, "010203"])}` },
    ],
  },
];
