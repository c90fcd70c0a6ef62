// TP-Link Smart Home protocol: no public standard; JSON hidden by an exclusive-or with itself that begins with 171, in
// datagrams as it is and in streams behind its length.
// Not decoded: values of settings, which may be secret or private (wireless keys, accounts, places): their names are told;
// the later protocols of Tapo and Kasa devices (KLAP, port 80).
import { DONE, dissector, LIKELY, type Likeness, MORE, NO, REFUSE } from "../dissector.ts";
import { type JsonObject, jsonObject, objectOf, textMember } from "../json.ts";
import { operationTable } from "../operation.ts";
import { pointSpace } from "../points.ts";
import { type Reader, utf8Of } from "../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../talk.ts";

const FIRST_KEY = 171;
const LONGEST = 65_536;
/** What `{"` looks like. */
const OPENING = 0xd0f2;
const CLOSING = 0x7d;
const MOST_COMMANDS = 16;
const NUMBER = pointSpace("tplink_shp", "", "number");

const NAMES = [
  "get_sysinfo",
  "set_relay_state",
  "set_led_off",
  "reboot",
  "reset",
  "download_firmware",
  "flash_firmware",
  "bind",
  "unbind",
  "set_stainfo",
  "get_scaninfo",
  "get_time",
  "set_timezone",
  "set_time",
  "get_realtime",
  "erase_emeter_stat",
  "start_calibration",
  "transition_light_state",
  "set_brightness",
  "set_switch_state",
  "set_server_url",
] as const;
/** By place in NAMES; what is not there goes by how it begins. */
const COMMANDS = operationTable("tplink_shp", [
  [0, "get_sysinfo", "identify"],
  [1, "set_relay_state", "control"],
  [2, "set_led_off", "control"],
  [3, "reboot", "control"],
  [4, "reset", "configure"],
  [5, "download_firmware", "program"],
  [6, "flash_firmware", "program"],
  [7, "bind", "authenticate"],
  [8, "unbind", "configure"],
  [9, "set_stainfo", "configure"],
  [10, "get_scaninfo", "read"],
  [11, "get_time", "time"],
  [12, "set_timezone", "time"],
  [13, "set_time", "time"],
  [14, "get_realtime", "read"],
  [15, "erase_emeter_stat", "write"],
  [16, "start_calibration", "configure"],
  [17, "transition_light_state", "control"],
  [18, "set_brightness", "control"],
  [19, "set_switch_state", "control"],
  [20, "set_server_url", "configure"],
  [100, "get", "read"],
  [101, "set", "configure"],
  [102, "add", "configure"],
  [103, "edit", "configure"],
  [104, "delete", "configure"],
  [105, "erase", "write"],
]);
const PREFIXES: readonly string[] = ["get_", "set_", "add_", "edit_", "delete_", "erase_"];

interface Memory {
  /** The last request's frame, by side that sent it. */
  readonly frames: [number, number];
}

/** Plugs, switches and lights of TP-Link. */
export const tplinkShp = dissector<Memory>({
  name: "tplink_shp",
  aliases: ["tplink-smarthome"],
  title: "TP-Link Smart Home",
  standard: "TP-Link Smart Home protocol",
  world: "iot",
  authentication: "none",
  carriage: [
    { over: "udp", ports: [9999] },
    { over: "tcp", ports: [9999] },
  ],
  longest: LONGEST + 4,
  remember: () => ({ frames: [0, 0] }),
  probe: likenessOf,
  read(reader, talk) {
    if (talk.stream && reader.left() < 7 && !reader.complete) return MORE;
    if (likenessOf(reader, talk) === NO) return REFUSE;
    if (talk.stream) {
      const length = reader.u32();
      if (!reader.ok) return reader.complete ? REFUSE : MORE;
      if (length < 2 || length > LONGEST) return REFUSE;
      if (!reader.fence(4 + length)) return MORE;
    } else reader.fence(reader.left());
    const message = jsonObject(shown(reader));
    reader.skipRest();
    if (message === undefined) {
      talk.fault("no JSON", 0);
      talk.emit(COMMANDS.unnamed, REQUEST, talk.detailed ? {} : undefined);
    } else readModules(talk, message);
    return DONE;
  },
});

/** The text up to the fence, without moving. */
function shown(reader: Reader): string {
  const { bytes, position, end } = reader;
  const plain = new Uint8Array(end - position);
  let key = FIRST_KEY;
  for (let at = position; at < end; at++) {
    const code = bytes[at] as number;
    plain[at - position] = code ^ key;
    key = code;
  }
  return utf8Of(plain, 0, plain.length);
}

/** A message has commands by module; each is told as one. */
function readModules(talk: Talk<Memory>, message: JsonObject): void {
  let told = 0;
  const context = objectOf(message["context"]);
  const children = Array.isArray(context?.["child_ids"]) ? (context["child_ids"] as unknown[]).length : 0;
  for (const [module, commands] of Object.entries(message)) {
    const named = objectOf(commands);
    if (named === undefined || module === "context") continue;
    for (const [command, value] of Object.entries(named)) {
      if (told >= MOST_COMMANDS) return;
      told++;
      readCommand(talk, module, command, objectOf(value) ?? {}, children);
    }
  }
  if (told > 0) return;
  talk.fault("no command", 0);
  talk.emit(COMMANDS.unnamed, REQUEST, talk.detailed ? {} : undefined);
}

function readCommand(talk: Talk<Memory>, module: string, command: string, value: JsonObject, children: number): void {
  const { frames } = talk.memory;
  const isResponse = typeof value["err_code"] === "number" || textMember(value, "sw_ver") !== "";
  const fields: Record<string, unknown> = { module, command, members: Object.keys(value).slice(0, 64) };
  if (children > 0) fields["children"] = children;
  const place = NAMES.indexOf(command as "reset");
  const prefix = PREFIXES.findIndex((one) => command.startsWith(one));
  const operation = COMMANDS.of(place >= 0 ? place : prefix >= 0 ? 100 + prefix : 999);
  talk.object(`${module} ${command}`);
  if (isResponse) {
    const asked = frames[talk.side === 0 ? 1 : 0];
    if (asked > 0) talk.answersFrame(asked);
    const error = Number(value["err_code"] ?? 0) | 0;
    fields["err_code"] = error;
    if (error !== 0) talk.refused(`err_code_${error}`);
    if (command === "get_sysinfo") tellDevice(talk, value, fields);
    if (command === "get_realtime") tellMeter(talk, value, fields);
  } else {
    frames[talk.side] = talk.frame;
    if (command === "set_relay_state") tellValue(talk, value, "state", "relay_state", fields);
    else if (command === "set_stainfo" && "password" in value)
      talk.note("sender", { kind: "credential", method: "TP-Link wireless key", exposure: "clear" });
    else if (command === "bind" && "password" in value)
      talk.note("sender", { kind: "credential", method: "TP-Link cloud password", exposure: "clear" });
  }
  talk.emit(operation, isResponse ? RESPONSE : REQUEST, talk.detailed ? fields : undefined);
}

const TOLD: readonly string[] = [
  "sw_ver",
  "hw_ver",
  "type",
  "mic_type",
  "model",
  "mac",
  "deviceId",
  "hwId",
  "alias",
  "dev_name",
];

function tellDevice(talk: Talk<Memory>, value: JsonObject, fields: Record<string, unknown>): void {
  const method = "TP-Link get_sysinfo";
  const told = (name: string): string => textMember(value, name);
  const type = told("type") || told("mic_type");
  talk.claim("sender", "vendor", "TP-Link", 0.9, method);
  talk.claim("sender", "model", told("model"), 0.95, method);
  talk.claim("sender", "firmware", told("sw_ver"), 0.95, method);
  talk.claim("sender", "hardware", told("hw_ver"), 0.9, method);
  talk.claim("sender", "serial", told("deviceId"), 0.85, method);
  talk.claim("sender", "name", told("alias"), 0.8, method);
  talk.claim("sender", "description", told("dev_name"), 0.7, method);
  if (type.includes("PLUG")) talk.claim("sender", "role", "smart plug", 0.9, method);
  else if (type.includes("BULB")) talk.claim("sender", "role", "light", 0.9, method);
  for (const name of TOLD) if (name in value) fields[name] = told(name);
  tellValue(talk, value, "relay_state", "relay_state", fields);
}

/** Older meters tell whole units, later ones thousandths. */
function tellMeter(talk: Talk<Memory>, value: JsonObject, fields: Record<string, unknown>): void {
  for (const name of ["voltage", "current", "power", "total", "voltage_mv", "current_ma", "power_mw", "total_wh"])
    tellValue(talk, value, name, name, fields);
}

function tellValue(
  talk: Talk<Memory>,
  value: JsonObject,
  member: string,
  name: string,
  fields: Record<string, unknown>,
): void {
  const number = value[member];
  if (typeof number !== "number") return;
  fields[name] = number;
  talk.sample(NUMBER, -1, name, -1, number);
}

/** `{"` and a letter at the start; in datagrams a closing brace at the end too. */
function likenessOf(reader: Reader, talk: Talk<Memory>): Likeness {
  const from = talk.stream ? 4 : 0;
  if (talk.stream) {
    const length = reader.peek16(0) * 65536 + reader.peek16(2);
    if (reader.left() >= 4 && (length < 8 || length > LONGEST)) return NO;
    if (reader.left() < 7) return NO;
  } else if (reader.left() < 8) return NO;
  if (reader.peek16(from) !== OPENING) return NO;
  const letter = reader.peek(from + 2) ^ 0xf2;
  if (letter < 0x61 || letter > 0x7a) return NO;
  if (talk.stream || reader.cutByCapture) return LIKELY;
  const last = reader.left() - 1;
  return (reader.peek(last) ^ reader.peek(last - 1)) === CLOSING ? LIKELY : NO;
}
