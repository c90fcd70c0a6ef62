import type { Exchange } from "./sample.ts";

function ascii(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function word(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function option(code: number, ...parts: string[]): string {
  const digits = parts.join("").replaceAll(" ", "");
  return word(code) + word(digits.length / 2) + digits;
}

/** Text with two bytes of length. */
function item(text: string): string {
  return word(text.length) + ascii(text);
}

function labels(name: string): string {
  return `${name
    .split(".")
    .map((label) => label.length.toString(16).padStart(2, "0") + ascii(label))
    .join("")}00`;
}

const CLIENT = option(1, "0001 0001 2a000000 020000000001");
const SERVER = option(2, "0003 0001 020000000002");
const HOST = "20010db8 00000000 00000000 00000063";
const ANYWHERE = "00000000 00000000 00000000 00000000";
const PEER = "fe800000 00000000 00000000 00000099";
const LEASE = option(5, HOST, "00000e10 00001c20");

const SOLICIT = [
  "01 0a0b0c",
  CLIENT,
  option(6, "0017 0018 0038 003b"),
  option(8, "0000"),
  option(14),
  option(3, "00000001 00000000 00000000"),
  option(39, "01", labels("cam-07.plant.example")),
  option(16, "00000170", item("AXIS,Network Camera,M0000,9.80.1")),
  option(15, item("cams")),
  option(112, ascii("https://maker.example/cam.json")),
].join("");

const ANSWER = [
  CLIENT,
  SERVER,
  option(7, "ff"),
  option(3, "00000001 00000708 00000b40", LEASE),
  option(25, "00000002 00000708 00000b40", option(26, "00000e10 00001c20 38", "20010db8 00010000 00000000 00000000")),
  option(4, "00000003"),
  option(23, HOST),
  option(24, labels("plant.example"), labels("example")),
  option(56, "0001 0010", HOST, "0003 000c", labels("time.plant")),
  option(59, ascii("tftp://[2001:db8::63]/boot.efi")),
  option(60, item("quiet")),
  option(82, "00000e10"),
].join("");

function relayed(type: string, hops: string, ...options: string[]): string {
  return `${type}${hops}${ANYWHERE}${PEER}${options.join("")}`;
}

const INNER = `03 0d0e0f ${option(1, "0004 000102030405060708090a0b0c0d0e0f")}${option(6, "0017")}`;

/** A camera gets its address; another behind two relays; refusals, news from the server and rarer messages. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a camera gets its address",
    over: "udp",
    port: 547,
    messages: [
      { from: "client", hex: SOLICIT },
      { from: "server", hex: `02 0a0b0c ${ANSWER}` },
      { from: "client", hex: `03 0a0b0d ${CLIENT}${SERVER}${option(3, "00000001 00000000 00000000", LEASE)}` },
      {
        from: "server",
        hex: `07 0a0b0d ${ANSWER}${option(11, "03 01 00 0000000000000001 01", ascii("hidden-key-16byt"))}`,
      },
      {
        from: "server",
        hex: `0a 000000 ${CLIENT}${SERVER}${option(19, "05")}`,
      },
      {
        from: "server",
        hex: `07 0a0b0e ${CLIENT}${SERVER}${option(3, "00000001 00000000 00000000", option(13, "0002", ascii("none left")))}`,
      },
    ],
  },
  {
    name: "behind two relays",
    over: "udp",
    port: 547,
    messages: [
      {
        from: "client",
        hex: relayed(
          "0c",
          "01",
          option(
            9,
            relayed(
              "0c",
              "00",
              option(18, ascii("Gi0/7")),
              option(37, "00000009", ascii("switch-3")),
              option(79, "0001 020000000077"),
              option(9, INNER),
            ),
          ),
          option(53, "0002 00000009 0102"),
          option(81, "0102"),
        ),
      },
      {
        from: "server",
        hex: relayed(
          "0d",
          "01",
          option(
            9,
            relayed(
              "0d",
              "00",
              option(18, ascii("Gi0/7")),
              option(9, `07 0d0e0f ${SERVER}${option(3, "00000001 00000000 00000000", LEASE)}`),
            ),
          ),
        ),
      },
    ],
  },
  {
    name: "lease queries over TCP",
    over: "tcp",
    port: 547,
    messages: [
      { from: "client", hex: framed(`0e 000001 ${option(44, "01", ANYWHERE, option(1, "0003 0001 020000000055"))}`) },
      {
        from: "server",
        hex: framed(`11 000001 ${option(45, option(1, "0003 0001 020000000055"), LEASE, option(46, "00000010"))}`),
      },
      { from: "server", hex: framed("10 000001") },
    ],
  },
  {
    name: "DHCP for IPv4 inside, address registration, decline",
    over: "udp",
    port: 547,
    messages: [
      {
        from: "client",
        hex: `14 800000 ${option(87, "01010600 1234abcd 0000 0000", "00".repeat(16), "020000000001", "00".repeat(202), "63825363 350101 ff")}`,
      },
      { from: "client", hex: `24 0a0b10 ${CLIENT}${LEASE}` },
      { from: "server", hex: `25 0a0b10 ${SERVER}${LEASE}` },
      { from: "client", hex: `09 0a0b11 ${CLIENT}${SERVER}${option(3, "00000001 00000000 00000000", LEASE)}` },
      {
        from: "client",
        hex: `0b 0a0b12 ${option(1, "0002 0000ab11 f1f2")}${option(17, "0000118b", "0002", item("EMTA"), "0004", item("S00001"), "0006", item("1.2.3"))}`,
      },
    ],
  },
];

function framed(hex: string): string {
  return word(hex.replaceAll(" ", "").length / 2) + hex;
}
