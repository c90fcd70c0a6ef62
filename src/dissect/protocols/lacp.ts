// Slow protocols: IEEE 802.1AX section 6.4.2 (LACP), 6.5 (marker), IEEE 802.3 clause 57 (OAM), ITU-T G.8264 (synchronization messages).
// Not decoded: events, variables and organization-specific parts of OAM, extended quality levels, and LACP version 2 parts.
import { macText } from "../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { NOTICE, UNDIRECTED } from "../talk.ts";

const LACP = 1;
const MARKER = 2;
const OAM = 3;
const ORGANIZATION = 10;
const ITU = 0x0019a7;
const ESMC = 1;
const OAM_CODES = 256;
const LOOPBACK = OAM_CODES + 4;
/** By subtype; codes of OAM from 256 on, marker responses and synchronization messages behind. */
const MESSAGES = operationTable("lacp", [
  [LACP, "lacpdu", "other"],
  [MARKER, "marker", "other"],
  [OAM, "oam", "other"],
  [ORGANIZATION, "organization_specific", "other"],
  [OAM_CODES, "oam_information", "other"],
  [OAM_CODES + 1, "oam_event_notification", "alarm"],
  [OAM_CODES + 2, "oam_variable_request", "read"],
  [OAM_CODES + 3, "oam_variable_response", "read"],
  [LOOPBACK, "oam_loopback_control", "control"],
  [OAM_CODES + 254, "oam_organization_specific", "other"],
  [600, "marker_response", "other"],
  [601, "synchronization_message", "time"],
]);
const STATES = [
  "activity",
  "timeout",
  "aggregation",
  "synchronization",
  "collecting",
  "distributing",
  "defaulted",
  "expired",
];
const NO_SYSTEM = "000000000000";

interface Memory {
  /** Key of the partner last told per side, "" before. */
  partners: [string, string];
}

/** Binds several links to one, and watches links and clocks. */
export const lacp = dissector<Memory>({
  name: "lacp",
  aliases: ["slow"],
  title: "LACP and slow protocols",
  standard: "IEEE 802.1AX",
  world: "network",
  carriage: [{ over: "ethernet", types: [0x8809] }],
  remember: () => ({ partners: ["", ""] }),
  probe(reader) {
    const subtype = reader.peek();
    if (subtype === LACP) return reader.peek16(2) === 0x0114 ? CERTAIN : NO;
    if (subtype === MARKER) return reader.peek(3) === 16 ? CERTAIN : NO;
    return subtype === OAM || subtype === ORGANIZATION ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const subtype = reader.u8();
    const fields: Record<string, unknown> | undefined = talk.detailed ? { subtype } : undefined;
    if (subtype === LACP) readLacp(reader, talk, fields);
    else if (subtype === MARKER) readMarker(reader, talk, fields);
    else if (subtype === OAM) readOam(reader, talk, fields);
    else if (subtype === ORGANIZATION) readOrganization(reader, talk, fields);
    else talk.emit(MESSAGES.of(subtype), UNDIRECTED, fields);
    reader.skipRest();
    return DONE;
  },
});

function readLacp(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const version = reader.u8();
  if (fields !== undefined) fields["version"] = version;
  for (let part = 1; part <= 2; part++) {
    const type = reader.u8();
    const length = reader.u8();
    if (type !== part || length !== 20) {
      talk.fault("bad length", reader.position - reader.start - 1);
      break;
    }
    const priority = reader.u16();
    const system = reader.hex(6);
    const key = reader.u16();
    const portPriority = reader.u16();
    const port = reader.u16();
    const state = reader.u8();
    reader.skip(3);
    if (fields !== undefined)
      fields[part === 1 ? "actor" : "partner"] = {
        system_priority: priority,
        system: macText(system),
        key,
        port_priority: portPriority,
        port,
        state,
        states: STATES.filter((_, bit) => (state & (1 << bit)) !== 0),
      };
    if (part === 2 && reader.ok && system !== NO_SYSTEM) tellPartner(talk, system, port);
  }
  if (reader.left() >= 4 && reader.peek16() === 0x0310 && fields !== undefined) {
    reader.skip(2);
    fields["collector_max_delay"] = reader.u16();
  }
  talk.emit(MESSAGES.of(LACP), NOTICE, fields);
}

/** A partner once: it repeats every second. */
function tellPartner(talk: Talk<Memory>, system: string, port: number): void {
  const told = `${system}/${port}`;
  if (talk.memory.partners[talk.side] === told) return;
  talk.memory.partners[talk.side] = told;
  talk.note("sender", { kind: "neighbor", method: "LACP", port: `${port}`, remoteName: macText(system) });
}

function readMarker(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const version = reader.u8();
  const type = reader.u8();
  reader.skip(1);
  const port = reader.u16();
  const system = reader.hex(6);
  const transaction = reader.u32();
  if (fields !== undefined)
    Object.assign(fields, { version, type, port, system: macText(system), transaction_id: transaction });
  talk.emit(MESSAGES.of(type === 2 ? 600 : MARKER), NOTICE, fields);
}

function readOam(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const flags = reader.u16();
  const code = reader.u8();
  if (fields !== undefined) {
    fields["flags"] = flags;
    fields["code"] = code;
  }
  if ((flags & 1) !== 0) talk.object("link fault");
  if ((flags & 2) !== 0) talk.object("dying gasp");
  if ((flags & 4) !== 0) talk.object("critical event");
  if (OAM_CODES + code === LOOPBACK) {
    const command = reader.u8();
    talk.object(command === 1 ? "loopback on" : command === 2 ? "loopback off" : `loopback ${command}`);
  }
  talk.emit(MESSAGES.has(OAM_CODES + code) ? MESSAGES.of(OAM_CODES + code) : MESSAGES.of(OAM), NOTICE, fields);
}

function readOrganization(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  const organization = reader.u24();
  const subtype = reader.left() >= 2 ? reader.u16() : 0;
  if (fields !== undefined) fields["oui"] = organization.toString(16).padStart(6, "0");
  const isClock = organization === ITU && subtype === ESMC;
  if (isClock) {
    const flags = reader.u32();
    const type = reader.u8();
    reader.skip(2);
    const quality = reader.u8() & 15;
    if (fields !== undefined) {
      fields["version"] = flags >>> 28;
      fields["event"] = (flags & 0x08000000) !== 0;
      if (type === 1) fields["quality_level"] = quality;
    }
  }
  talk.emit(MESSAGES.of(isClock ? 601 : ORGANIZATION), NOTICE, fields);
}
