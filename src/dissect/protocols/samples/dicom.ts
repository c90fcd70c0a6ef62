import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const VERIFICATION = "1.2.840.10008.1.1";
const CT = "1.2.840.10008.5.1.4.1.1.2";
const STUDY_FIND = "1.2.840.10008.5.1.4.1.2.2.1";
const IMPLICIT = "1.2.840.10008.1.2";

function item(type: string, hex: string): string {
  return `${type}00${lengthOf(hex)}${hex}`;
}

function unit(type: number, hex: string): string {
  return `0${type}00${lengthOf(hex, 8)}${hex}`;
}

function title(text: string): string {
  return hexText(text.padEnd(16));
}

function asked(id: number, abstract: string): string {
  const syntaxes = item("30", hexText(abstract)) + item("40", hexText(IMPLICIT));
  return item("20", `0${id}000000${syntaxes}`);
}

function granted(id: number, result: number): string {
  return item("21", `0${id}000${result}00${item("40", hexText(IMPLICIT))}`);
}

function associate(type: number, contexts: string, user: string): string {
  const head = `00010000${title("ARCHIVE")}${title("CTROOM1")}${"00".repeat(32)}`;
  return unit(type, head + item("10", hexText("1.2.840.10008.3.1.1.1")) + contexts + item("50", user));
}

const USER =
  item("51", "00004000") + item("52", hexText("1.2.276.0.7230010.3.0.3.6.7")) + item("55", hexText("OFFIS_DCMTK_367"));
const IDENTITY = item("58", `0201 0005 ${hexText("admin")} 0006 ${hexText("hidden")}`.replace(/\s/g, ""));

function little(value: number, bytes: number): string {
  let hex = "";
  for (let at = 0; at < bytes; at++) hex += ((value >>> (8 * at)) & 255).toString(16).padStart(2, "0");
  return hex;
}

function element(number: number, hex: string): string {
  return `0000${little(number, 2)}${little(hex.length / 2, 4)}${hex}`;
}

function uid(number: number, text: string): string {
  return element(number, hexText(text.length % 2 === 0 ? text : `${text}\0`));
}

/** A command set with its group length, from elements. */
function commandSet(elements: string): string {
  return element(0, little(elements.length / 2, 4)) + elements;
}

function value(context: number, control: number, hex: string): string {
  const body = `0${context}0${control}${hex}`;
  return lengthOf(body, 8) + body;
}

function request(context: number, sopClass: string, field: number, more: string, data: string): string {
  const set = commandSet(
    uid(2, sopClass) + element(0x100, little(field, 2)) + element(0x110, little(field + 1, 2)) + more,
  );
  return unit(4, value(context, 3, set) + data);
}

function response(context: number, sopClass: string, field: number, status: number): string {
  const set = commandSet(
    uid(2, sopClass) +
      element(0x100, little(field | 0x8000, 2)) +
      element(0x120, little(field + 1, 2)) +
      element(0x800, little(0x101, 2)) +
      element(0x900, little(status, 2)),
  );
  return unit(4, value(context, 3, set));
}

const NO_DATA = element(0x800, little(0x101, 2));
const HAS_DATA = element(0x700, "0000") + element(0x800, "0000");
const SPLIT = commandSet(uid(2, VERIFICATION) + element(0x100, "3000") + element(0x110, "0900") + NO_DATA);

/** Associations: verification, storage and query; a rejection; events; faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "verification, storage in fragments, query and release",
    over: "tcp",
    port: 11112,
    messages: [
      {
        from: "client",
        hex: associate(1, asked(1, VERIFICATION) + asked(3, CT) + asked(5, STUDY_FIND), USER + IDENTITY),
      },
      { from: "server", hex: associate(2, granted(1, 0) + granted(3, 0) + granted(5, 0), USER) },
      { from: "client", hex: request(1, VERIFICATION, 0x30, NO_DATA, "") },
      { from: "server", hex: response(1, VERIFICATION, 0x30, 0) },
      { from: "client", hex: request(3, CT, 1, HAS_DATA, value(3, 0, "ab".repeat(40))) },
      { from: "client", hex: unit(4, value(3, 2, "cd".repeat(300))) },
      { from: "server", hex: response(3, CT, 1, 0xa700) },
      { from: "client", hex: request(5, STUDY_FIND, 0x20, HAS_DATA, value(5, 2, "0800520006000000535455445920")) },
      { from: "server", hex: response(5, STUDY_FIND, 0x20, 0xff00) },
      { from: "server", hex: response(5, STUDY_FIND, 0x20, 0) },
      { from: "client", hex: unit(4, value(1, 1, SPLIT.slice(0, 40))) + unit(4, value(1, 3, SPLIT.slice(40))) },
      { from: "client", hex: unit(5, "00000000") },
      { from: "server", hex: unit(6, "00000000") },
    ],
  },
  {
    name: "a rejection, an abort, a move and an event",
    over: "tcp",
    port: 11112,
    messages: [
      { from: "client", hex: associate(1, asked(1, VERIFICATION), USER) },
      { from: "server", hex: unit(3, "00010107") },
      { from: "server", hex: unit(7, "00000206") },
      {
        from: "client",
        hex: request(1, STUDY_FIND.replace(/1$/, "2"), 0x21, element(0x600, hexText("WS1 ")) + HAS_DATA, ""),
      },
      { from: "server", hex: request(1, "1.2.840.10008.1.20.1", 0x100, HAS_DATA + element(0x1002, "0100"), "") },
      { from: "client", hex: response(1, "1.2.840.10008.1.20.1", 0x100, 0) },
      { from: "client", hex: request(1, "1.2.840.10008.1.20.1", 0x130, HAS_DATA + element(0x1008, "0100"), "") },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 11112,
    messages: [
      { from: "client", hex: associate(1, `2000ffff${"00".repeat(20)}`, "") },
      { from: "client", hex: unit(4, value(1, 3, commandSet(element(0x110, "0100")))) },
      { from: "client", hex: unit(4, value(1, 3, commandSet(element(0x100, "7777") + element(0x110, "0200")))) },
    ],
  },
];
