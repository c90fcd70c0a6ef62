import type { Exchange } from "./sample.ts";
import {
  ascii,
  be,
  certificate,
  clientHello,
  der,
  distinguishedName,
  extension,
  handshake,
  record,
  serverHello,
  sized,
} from "./tls-bytes.ts";

const SUITES = "1301 c02f 0035 000a 00ff".replace(/ /g, "");
const EXTENSIONS = [
  extension(0x0a0a, ""),
  extension(0, sized(2, `00${sized(2, ascii("plc-7.example"))}`)),
  extension(10, sized(2, "001d0017")),
  extension(11, sized(1, "00")),
  extension(13, sized(2, "040308040401")),
  extension(16, sized(2, sized(1, ascii("h2")) + sized(1, ascii("http/1.1")))),
  extension(43, sized(1, "0a0a03040303")),
  extension(45, sized(1, "01")),
  extension(51, sized(2, `001d${sized(2, "44".repeat(32))}`)),
].join("");
const DEVICE = distinguishedName("Example Controls", "Gateway 900", "SN-0042");
export const NAMES = der(0x82, ascii("gateway.example")) + der(0x87, "c0000207");
export const OWN_CERTIFICATE = certificate(DEVICE, DEVICE, "rsa", NAMES);
export const ISSUED_CERTIFICATE = certificate(
  distinguishedName("Example Authority", "Root"),
  distinguishedName("Example Works", "plc-7.example"),
  "ec",
);
const CHAIN = handshake(11, sized(3, sized(3, OWN_CERTIFICATE) + sized(3, ISSUED_CERTIFICATE)));
const SECRET = "e1".repeat(40);
const ECDHE = handshake(12, `030017${sized(1, `04${"51".repeat(64)}`)}0401${sized(2, "13".repeat(128))}`);
const DHE = handshake(12, sized(2, `00d3${"77".repeat(63)}`) + sized(2, "02") + sized(2, "66".repeat(64)));

export const SAMPLES: readonly Exchange[] = [
  {
    name: "a handshake of TLS 1.2 with a chain that spans records",
    over: "tcp",
    port: 443,
    messages: [
      { from: "client", hex: record(22, clientHello(0x0303, SUITES, EXTENSIONS), 0x0301) },
      {
        from: "server",
        hex:
          record(22, serverHello(0x0303, "c02f", extension(0xff01, "00") + extension(11, "0100"))) +
          record(22, CHAIN.slice(0, 600)) +
          record(22, CHAIN.slice(600) + ECDHE) +
          record(22, handshake(13, `${sized(1, "0140")}${sized(2, "0401")}${sized(2, "")}`) + handshake(14, "")),
      },
      {
        from: "client",
        hex:
          record(22, handshake(11, sized(3, "")) + handshake(16, sized(1, "21".repeat(65)))) +
          record(20, "01") +
          record(22, SECRET),
      },
      {
        from: "server",
        hex:
          record(22, handshake(4, `00001c20${sized(2, "aa".repeat(48))}`)) +
          record(22, handshake(22, `01${sized(3, "30030a0101")}`)) +
          record(20, "01") +
          record(22, SECRET),
      },
      { from: "client", hex: record(23, "c7".repeat(300)) + record(23, "") },
      { from: "server", hex: record(23, "d8".repeat(900)) + record(24, "e9".repeat(60)) + record(21, "ab".repeat(26)) },
    ],
  },
  {
    name: "TLS 1.3 with a retry",
    over: "tcp",
    port: 8883,
    messages: [
      { from: "client", hex: record(22, clientHello(0x0303, SUITES, EXTENSIONS, "3c".repeat(32)), 0x0301) },
      {
        from: "server",
        hex:
          record(
            22,
            serverHello(
              0x0303,
              "1301",
              extension(43, "0304") + extension(51, "0017"),
              "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c",
            ),
          ) + record(20, "01"),
      },
      { from: "client", hex: record(20, "01") + record(22, clientHello(0x0303, SUITES, EXTENSIONS, "3c".repeat(32))) },
      {
        from: "server",
        hex:
          record(
            22,
            serverHello(0x0303, "1301", extension(51, `0017${sized(2, "04".repeat(65))}`) + extension(43, "0304")),
          ) + record(23, "6b".repeat(700)),
      },
      { from: "client", hex: record(23, "6b".repeat(58)) + record(23, "6c".repeat(40)) },
    ],
  },
  {
    name: "TLS 1.0 with a small group and a refusal",
    over: "tcp",
    port: 443,
    messages: [
      { from: "client", hex: record(22, clientHello(0x0301, "00330016", ""), 0x0301) },
      { from: "server", hex: record(22, serverHello(0x0301, "0016", "") + DHE + handshake(14, ""), 0x0301) },
      { from: "client", hex: record(21, "0228", 0x0301) },
      { from: "server", hex: record(21, "0100", 0x0301) },
    ],
  },
  {
    name: "a hello of SSL 2.0 answered by SSL 3.0, and one by its own version",
    over: "tcp",
    port: 443,
    messages: [
      {
        from: "client",
        hex: `802e 01 0300 0015 0000 0010 00000a 000005 0100800700c0030080060040000064 ${"9d".repeat(16)}`,
      },
      { from: "server", hex: record(22, serverHello(0x0300, "0005", ""), 0x0300) },
      { from: "client", hex: `801f 01 0002 0006 0000 0010 0100800700c0 ${"9d".repeat(16)}` },
      { from: "server", hex: "8014 04 00 01 0002 0000 0003 0003 010080 aabbcc 112233" },
      { from: "client", hex: "8006 02 010080 0000" },
    ],
  },
  {
    name: "records with faults",
    over: "tcp",
    port: 443,
    messages: [
      { from: "client", hex: record(22, handshake(1, `0303${"00".repeat(20)}`)) },
      { from: "server", hex: record(20, "02") + record(21, "0907") + record(21, "01") },
      { from: "client", hex: record(24, `01 4000 ${"00".repeat(16)}`.replace(/ /g, "")) },
      { from: "client", hex: record(22, handshake(16, "00") + "63000001ff") + record(22, "") },
      { from: "client", hex: record(22, `0b${be(70_000, 3)}00`) },
    ],
  },
];
