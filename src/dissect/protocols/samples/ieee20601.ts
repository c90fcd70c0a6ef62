import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

function counted(hex: string): string {
  return `${lengthOf(hex)}${hex}`;
}

function list(...entries: string[]): string {
  return `${entries.length.toString(16).padStart(4, "0")}${counted(entries.join("").replaceAll(" ", ""))}`;
}

function attribute(code: string, hex: string): string {
  return `${code}${counted(hex.replaceAll(" ", ""))}`;
}

function apdu(kind: string, body: string): string {
  return `${kind}00${counted(body.replaceAll(" ", ""))}`;
}

/** A data message: invocation, choice, contents. */
function data(invocation: string, choice: string, body: string): string {
  return apdu("e7", counted(`${invocation}${choice}${counted(body.replaceAll(" ", ""))}`));
}

function event(invocation: string, type: string, body: string, handle = "0000"): string {
  return data(invocation, "0101", `${handle} 00000000 ${type} ${counted(body.replaceAll(" ", ""))}`);
}

function eventResult(invocation: string, type: string, body = ""): string {
  return data(invocation, "0201", `0000 00000000 ${type} ${counted(body.replaceAll(" ", ""))}`);
}

/** An association as the agent asks for it, with a configuration. */
function association(configuration: string, system = "001c050100000042"): string {
  const information = `80000000 a000 80000000 00000000 00800000 0008 ${system} ${configuration} 0001 01 00 0000 0000`;
  return apdu("e2", `80000000 ${list(`5079${counted(information.replaceAll(" ", ""))}`)}`);
}

function accepted(result: string): string {
  const information = "80000000 8000 80000000 00000000 80000000 0008 8877665544332211 0000 0000 00 00 0000 0000";
  return apdu("e3", `${result} 5079 ${counted(information.replaceAll(" ", ""))}`);
}

const MAP_BASIC = list("0a4c0002", "09900008");
const OXYGEN = `0006 0001 ${list(
  attribute("092f", "0002 4bb8"),
  attribute("0a46", "f040"),
  attribute("0996", "0220"),
  attribute("0a55", MAP_BASIC),
)}`;
const RATE = `0006 000a ${list(
  attribute("092f", "0002 481a"),
  attribute("0996", "0aa0"),
  attribute("0a55", MAP_BASIC),
)}`;
/** A value in full and a compound one, which come in variable reports. */
const PRESSURE = `0006 0002 ${list(
  attribute("092f", "0002 4a04"),
  attribute("0a76", list("4a05", "4a06", "4a07")),
  attribute("0996", "0f20"),
)}`;
const FINGER = `0005 0003 ${list(attribute("092f", "0002 9999"))}`;
const SCANNER = `0013 0020 ${list(attribute("0a53", list(`0001${list("0a4c0002")}`, `000a${list("0a4c0002")}`)))}`;
const TIME = "2026010112000000";
const SYSTEM = list(
  attribute("0928", `${counted(hexText("Example Medical"))}${counted(hexText("Oxi 7"))}`),
  attribute("0984", counted("001c050100000042")),
  attribute(
    "092d",
    list(
      `00010000${counted(hexText("SN-0007"))}`,
      `00050000${counted(hexText("4.2.1"))}`,
      `00030000${counted(hexText("rev B"))}`,
      `00060000${counted(hexText("1"))}`,
    ),
  ),
  attribute("0a5a", list("10040001", "10290001")),
  attribute("099c", "0057"),
  attribute("0a44", "4000"),
);

/** Agents associate, describe themselves, report and are asked; refusals; what lies about its lengths. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "an oximeter with a configuration of its own",
    over: "tcp",
    port: 6024,
    messages: [
      { from: "client", hex: association("4000") },
      { from: "server", hex: accepted("0003") },
      { from: "client", hex: event("0001", "0d1c", `4000 ${list(OXYGEN, RATE, PRESSURE, FINGER, SCANNER)}`) },
      { from: "server", hex: eventResult("0001", "0d1c", "4000 0000") },
      { from: "server", hex: data("0002", "0103", "0000 0000 0000") },
      { from: "client", hex: data("0002", "0203", `0000 ${SYSTEM}`) },
      {
        from: "client",
        hex: event(
          "0003",
          "0d1d",
          `f000 0000 ${list(`0001${counted(`0062${TIME}`)}`, `000a${counted(`0048${TIME}`)}`)}`,
        ),
      },
      { from: "server", hex: eventResult("0003", "0d1d") },
      {
        from: "client",
        hex: event(
          "0004",
          "0d1e",
          `f000 0001 ${list(
            `0002${list(attribute("0a75", list("0078", "0050", "07ff")))}`,
            `0001${list(attribute("0950", "4bb8 4000 0220 ff0003d4"), attribute("0990", TIME))}`,
            `0003${list(attribute("0a66", "8001"))}`,
            `0001${list(attribute("0a56", "fe000e50"))}`,
          )}`,
        ),
      },
      { from: "client", hex: event("0005", "0d24", `f000 0002 ${list(counted("00610049"))}`, "0020") },
      {
        from: "client",
        hex: event("0006", "0d20", `f000 0003 ${list(`0001${list(`0001${list(attribute("0a4c", "f3cf"))}`)}`)}`),
      },
      { from: "server", hex: data("0007", "0107", `0000 0c17 ${counted(`${TIME}00000000`)}`) },
      { from: "client", hex: data("0007", "0207", "0000 0c17 0000") },
      { from: "server", hex: data("0008", "0105", `0020 ${list(`0000${attribute("0953", "0001")}`)}`) },
      { from: "client", hex: data("0008", "0205", `0020 ${list(attribute("0953", "0001"))}`) },
      { from: "server", hex: data("0009", "0107", "0030 0c0c 0002 0001") },
      { from: "client", hex: data("0009", "0300", "0018 0000") },
      { from: "server", hex: data("000a", "0103", "0000 0001 0002 0928") },
      { from: "client", hex: data("000a", "0400", "0065") },
      { from: "client", hex: apdu("e4", "0000") },
      { from: "server", hex: apdu("e5", "0000") },
    ],
  },
  {
    name: "standard configurations, a refusal and an abort",
    over: "tcp",
    port: 6024,
    messages: [
      { from: "client", hex: association("02bc", "0022090000000001") },
      { from: "server", hex: accepted("0000") },
      {
        from: "client",
        hex: event(
          "0001",
          "0d1d",
          `f000 0000 ${list(
            `0001${counted(`${list("0078", "0050", "005d")}${TIME}`)}`,
            `0002${counted(`f2f8${TIME}`)}`,
          )}`,
        ),
      },
      { from: "server", hex: eventResult("0001", "0d1d") },
      { from: "client", hex: apdu("e6", "0002") },
      { from: "client", hex: association("076c", "ffffffffffffffff") },
      { from: "server", hex: accepted("0007") },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 6024,
    messages: [
      { from: "client", hex: association("4000") },
      { from: "client", hex: data("0001", "0177", "0000") },
      { from: "client", hex: event("0002", "0e00", "0000") },
      { from: "client", hex: event("0003", "0d1c", "4000 0009 0000") },
      { from: "client", hex: event("0004", "0d1d", "f000 0000 ffff ffff 0001") },
    ],
  },
];
