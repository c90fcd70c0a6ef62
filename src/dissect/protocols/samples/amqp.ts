import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function frame(type: string, channel: number, hex: string): string {
  const body = hex.replace(/\s+/g, "");
  return `${type}000${channel}${lengthOf(body, 8)}${body}ce`;
}

function short(text: string): string {
  return lengthOf(hexText(text), 2) + hexText(text);
}

function long(hex: string): string {
  return lengthOf(hex, 8) + hex;
}

function entry(name: string, value: string): string {
  return `${short(name)}53${long(hexText(value))}`;
}

const SERVER = long(
  `${entry("product", "RabbitMQ") + entry("version", "3.12.1") + entry("cluster_name", "rabbit@broker-1") + short("capabilities")}46${long(`${short("basic.nack")}7401`)}`,
);
const CLIENT = long(entry("product", "pika") + entry("version", "1.3.2") + entry("connection_name", "line-7"));
const PLAIN = `00${hexText("guest")}00${hexText("guest")}`;

/** A frame of version 1.0 with a performative. */
function performed(code: string, list: string, type = "00", more = ""): string {
  const body = `0053${code}${list}${more}`;
  return `${lengthOf(body + "00".repeat(8), 8)}02${type}0000${body}`;
}

/** A list of values given as digits. */
function list(...values: string[]): string {
  const body = values.join("");
  return `c0${lengthOf(`${body}00`, 2)}${values.length.toString(16).padStart(2, "0")}${body}`;
}

function text(value: string): string {
  return `a1${short(value)}`;
}

function symbol(value: string): string {
  return `a3${short(value)}`;
}

const NULL = "40";
const PRODUCT = `c1${lengthOf(`00${symbol("product") + text("qpid") + symbol("version") + text("1.39")}`, 2)}04${symbol("product") + text("qpid") + symbol("version") + text("1.39")}`;

/** Connections of both versions, refused ones, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "version 0-9-1: connection, queues, publishing and delivery",
    over: "tcp",
    port: 5672,
    messages: [
      { from: "client", hex: "414d515000000901" },
      {
        from: "server",
        hex: frame("01", 0, `000a000a0009${SERVER}${long(hexText("PLAIN AMQPLAIN"))}${long(hexText("en_US"))}`),
      },
      { from: "client", hex: frame("01", 0, `000a000b${CLIENT}${short("PLAIN")}${long(PLAIN)}${short("en_US")}`) },
      { from: "server", hex: frame("01", 0, "000a001e 07ff 00020000 003c") },
      { from: "client", hex: frame("01", 0, "000a001f 07ff 00020000 003c") },
      { from: "client", hex: frame("01", 0, `000a0028${short("/plant")}0000`) },
      { from: "server", hex: frame("01", 0, "000a002900") },
      { from: "client", hex: frame("01", 1, "0014000a00") },
      { from: "server", hex: frame("01", 1, "0014000b00000000") },
      { from: "client", hex: frame("01", 1, `0028000a0000${short("events")}${short("topic")}0200000000`) },
      { from: "server", hex: frame("01", 1, "0028000b") },
      { from: "client", hex: frame("01", 1, `0032000a0000${short("line7")}0000000000`) },
      { from: "server", hex: frame("01", 1, `0032000b${short("line7")}0000000000000001`) },
      {
        from: "client",
        hex: frame("01", 1, `003200140000${short("line7")}${short("events")}${short("line.#")}0000000000`),
      },
      { from: "server", hex: frame("01", 1, "00320015") },
      { from: "client", hex: frame("01", 1, `003c00140000${short("line7")}${short("c1")}0000000000`) },
      { from: "server", hex: frame("01", 1, `003c0015${short("c1")}`) },
      {
        from: "client",
        hex:
          frame("01", 1, `003c00280000${short("events")}${short("line.7.speed")}00`) +
          frame("02", 1, `003c0000 0000000000000006 9000 ${short("text/plain")} 02`) +
          frame("03", 1, hexText("1417.5")),
      },
      {
        from: "server",
        hex: frame("01", 1, `003c003c${short("c1")}000000000000000100${short("events")}${short("line.7.speed")}`),
      },
      { from: "client", hex: frame("01", 1, "003c0050 0000000000000001 00") },
      { from: "client", hex: frame("01", 1, `003c00460000${short("line7")}00`) },
      { from: "server", hex: frame("01", 1, "003c004800") },
      { from: "client", hex: frame("08", 0, "") },
      { from: "client", hex: frame("01", 1, `0032001e0000${short("other")}00`) },
      { from: "server", hex: frame("01", 1, `00140028 0193 ${short("ACCESS_REFUSED")} 0032 001e`) },
      { from: "client", hex: frame("01", 1, "00140029") },
      { from: "client", hex: frame("01", 0, `000a0032 00c8 ${short("bye")} 0000 0000`) },
      { from: "server", hex: frame("01", 0, "000a0033") },
    ],
  },
  {
    name: "version 1.0: SASL, links and transfers",
    over: "tcp",
    port: 5672,
    messages: [
      { from: "client", hex: "414d515003010000" },
      { from: "server", hex: "414d515003010000" },
      {
        from: "server",
        hex: performed("40", list(`e0${lengthOf(`0200a3${short("PLAIN")}`.slice(2), 2)}01a3${short("PLAIN")}`), "01"),
      },
      {
        from: "client",
        hex: performed(
          "41",
          list(
            symbol("PLAIN"),
            `a0${lengthOf(`00${hexText("pump")}00${hexText("hidden")}`, 2)}00${hexText("pump")}00${hexText("hidden")}`,
          ),
          "01",
        ),
      },
      { from: "server", hex: performed("44", list("5000"), "01") },
      { from: "client", hex: "414d515000010000" },
      {
        from: "client",
        hex: performed("10", list(text("pump-7"), text("broker"), NULL, NULL, NULL, NULL, NULL, NULL, NULL, PRODUCT)),
      },
      { from: "server", hex: performed("10", list(text("broker-1"))) },
      { from: "client", hex: performed("11", list(NULL, "43", "5264", "5264")) },
      {
        from: "client",
        hex: performed(
          "12",
          list(
            text("out"),
            "43",
            "42",
            NULL,
            NULL,
            `005328${list(text("local"))}`,
            `005329${list(text("queue/speed"))}`,
          ),
        ),
      },
      { from: "client", hex: performed("14", list("43", "43"), "00", `005375a0${short("1417.5")}`) },
      { from: "server", hex: performed("15", list("41", "43", "43", "41", "00532445")) },
      {
        from: "server",
        hex: performed(
          "12",
          list(
            text("in"),
            "5201",
            "42",
            NULL,
            NULL,
            `005328${list(text("queue/set"))}`,
            `005329${list(text("queue/set"))}`,
          ),
        ),
      },
      { from: "server", hex: performed("14", list("5201", "43"), "00", `005375a0${"ff"}${"41".repeat(255)}`) },
      { from: "client", hex: "0000000802000000" },
      { from: "server", hex: performed("18", list(`00531d${list(symbol("amqp:unauthorized-access"), text("no"))}`)) },
    ],
  },
  {
    name: "version 1.0: a long transfer, and a refused login",
    over: "tcp",
    port: 5672,
    messages: [
      { from: "client", hex: performed("14", list("43", "43"), "00", `005375b000002000${"42".repeat(8192)}`) },
      { from: "client", hex: performed("41", list(symbol("ANONYMOUS"), "a000"), "01") },
      { from: "server", hex: performed("44", list("5001"), "01") },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 5672,
    messages: [
      { from: "client", hex: "030001 00000004 41424344 00" },
      { from: "client", hex: frame("01", 1, "00770001") },
    ],
  },
];
