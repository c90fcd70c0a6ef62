import type { Exchange } from "./sample.ts";

const NONE = "00000000";
const CLIENT = "02000000aa01".padEnd(32, "0");

/** The fixed part; `flags` has four digits, addresses eight. */
function fixed(
  op: string,
  flags: string,
  ciaddr: string,
  yiaddr: string,
  giaddr: string,
  sname = "",
  file = "",
): string {
  return `${op}010600 1234abcd 0003 ${flags} ${ciaddr} ${yiaddr} c0000201 ${giaddr} ${CLIENT} ${sname.padEnd(128, "0")} ${file.padEnd(256, "0")}`;
}

function ascii(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function option(code: number, hex: string): string {
  const digits = hex.replaceAll(" ", "");
  return [code, digits.length / 2].map((value) => value.toString(16).padStart(2, "0")).join("") + digits;
}

const MAGIC = "63825363";

/** A camera asks, is offered, requests and gets an address through a relay; then the rarer messages and options. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a camera gets its address",
    over: "udp",
    port: 67,
    messages: [
      {
        from: "client",
        hex: [
          fixed("01", "8000", NONE, NONE, NONE),
          MAGIC,
          option(53, "01"),
          option(61, "01 02000000aa01"),
          option(12, ascii("cam-07")),
          option(60, ascii("AXIS,Network Camera,M0000,9.80.1")),
          option(55, "01 03 06 0f 2a 77"),
          option(57, "05dc"),
          option(161, ascii("https://maker.example/cam.json")),
          option(124, `00000009 04 ${ascii("cam1")}`),
          "00 00 ff 0000",
        ].join(" "),
      },
      {
        from: "server",
        hex: [
          fixed("02", "8000", NONE, "c0000263", NONE),
          MAGIC,
          option(53, "02"),
          option(54, "c0000201"),
          option(51, "00000e10"),
          option(1, "ffffff00"),
          option(3, "c0000201"),
          option(6, "c0000201 c0000202"),
          option(15, ascii("plant.example")),
          option(33, "c6336400 c0000201"),
          option(121, "18 c63364 c0000201 00 c0000202"),
          option(2, "fffff1f0"),
          option(19, "01"),
          option(46, "08"),
          option(43, "0104 01020304"),
          "ff",
        ].join(" "),
      },
      {
        from: "client",
        hex: [
          fixed("01", "0000", NONE, NONE, "c0000202"),
          MAGIC,
          option(53, "03"),
          option(50, "c0000263"),
          option(54, "c0000201"),
          option(81, `00 00 00 ${ascii("cam-07.plant.example")}`),
          option(77, `04 ${ascii("cams")}`),
          option(
            82,
            `01 06 ${ascii("Gi0/07")} 02 06 020000000002 05 04 c0000200 06 02 ${ascii("s1")} 0b 04 c0000201 09 01 00`,
          ),
          "ff",
        ].join(" "),
      },
      {
        from: "server",
        hex: [
          fixed("02", "0000", NONE, "c0000263", "c0000202"),
          MAGIC,
          option(53, "05"),
          option(54, "c0000201"),
          option(12, ascii("cam-07")),
          option(93, "0000 0007"),
          "ff",
        ].join(" "),
      },
    ],
  },
  {
    name: "overloaded fields, refusal, release, token and plain BOOTP",
    over: "udp",
    port: 67,
    messages: [
      {
        from: "server",
        hex: [
          fixed("02", "0000", NONE, NONE, NONE, `${option(17, ascii("/r"))}ff`, `${option(56, ascii("no room"))}ff`),
          MAGIC,
          option(53, "06"),
          option(52, "03"),
          "ff",
        ].join(" "),
      },
      {
        from: "client",
        hex: [
          fixed("01", "0000", "c0000263", NONE, NONE),
          MAGIC,
          option(53, "07"),
          option(90, `00 00 00 0000000000000001 ${ascii("hidden")}`),
          option(81, "04 00 00 03 63616d 05 706c616e74 00"),
          option(77, ascii("bare text")),
          option(200, "0102"),
          "ff",
        ].join(" "),
      },
      { from: "client", hex: fixed("01", "0000", NONE, NONE, NONE, ascii("boot"), ascii("image.bin")) },
      { from: "server", hex: `${fixed("02", "0000", NONE, "c0000263", NONE)} ${"00".repeat(64)}` },
    ],
  },
];
