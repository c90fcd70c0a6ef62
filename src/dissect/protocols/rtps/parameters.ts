// Parameter lists of RTPS discovery: OMG DDSI-RTPS 2.5 section 9.4.2.11 and 9.6.3, with parameters of RTI.

import type { Attribute } from "../../../model/attribute.ts";
import { v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { softwareName } from "./vendors.ts";

const SENTINEL = 1;
const TOPIC_NAME = 5;
const TYPE_NAME = 7;
const DOMAIN = 0x0f;
const VENDOR = 0x16;
const PARTICIPANT = 0x50;
const ENDPOINT_SET = 0x58;
const PROPERTIES = 0x59;
const ENDPOINT = 0x5a;
const ENTITY_NAME = 0x62;
const STATUS = 0x71;
const IDENTITY_TOKEN = 0x1001;
const RTI_PRODUCT = 0x8000;
const RTI_DOMAIN = 0x800f;
const MOST_PARAMETERS = 128;
const MOST_PROPERTIES = 64;
const LONGEST = 256;
/** Locators by parameter. */
const LOCATORS: Readonly<Record<number, string>> = {
  47: "unicast",
  48: "multicast",
  49: "default_unicast",
  50: "metatraffic_unicast",
  51: "metatraffic_multicast",
  72: "default_multicast",
};

/** What one list of parameters says. */
export interface Announced {
  fields: Record<string, unknown>;
  topic: string;
  type: string;
  name: string;
  /** Product version of RTI, e.g. "5.2.3.0", or "". */
  version: string;
  properties: [string, string][];
  identified: boolean;
  disposed: boolean;
}

/** Reads parameters up to their sentinel, or to the end. */
export function readParameters(reader: Reader, little: boolean): Announced {
  const announced: Announced = {
    fields: {},
    topic: "",
    type: "",
    name: "",
    version: "",
    properties: [],
    identified: false,
    disposed: false,
  };
  const numbers: number[] = [];
  for (let count = 0; reader.left() >= 4 && count < MOST_PARAMETERS; count++) {
    const id = little ? reader.u16le() : reader.u16();
    const length = little ? reader.u16le() : reader.u16();
    numbers.push(id);
    if (id === SENTINEL) break;
    if (length > reader.left()) {
      reader.skipRest();
      break;
    }
    const outer = reader.narrow(length);
    readParameter(reader, id, little, announced);
    reader.widen(outer);
  }
  announced.fields["parameters"] = numbers;
  return announced;
}

function readParameter(reader: Reader, id: number, little: boolean, announced: Announced): void {
  const { fields } = announced;
  const u32 = (): number => (little ? reader.u32le() : reader.u32());
  const locator = LOCATORS[id];
  if (locator !== undefined) {
    readLocator(reader, u32, locator, fields);
    return;
  }
  switch (id) {
    case TOPIC_NAME:
      announced.topic = readString(reader, u32);
      fields["topic"] = announced.topic;
      break;
    case TYPE_NAME:
      announced.type = readString(reader, u32);
      fields["type"] = announced.type;
      break;
    case ENTITY_NAME:
      announced.name = readString(reader, u32);
      fields["entity_name"] = announced.name;
      break;
    case VENDOR:
      fields["participant_vendor"] = reader.u16();
      break;
    case PARTICIPANT:
      fields["participant_guid"] = reader.hex(16);
      break;
    case ENDPOINT:
      fields["endpoint_guid"] = reader.hex(16);
      break;
    case ENDPOINT_SET:
      fields["builtin_endpoints"] = u32();
      break;
    case DOMAIN:
    case RTI_DOMAIN:
      fields["domain"] = u32();
      break;
    case RTI_PRODUCT:
      announced.version = `${reader.u8()}.${reader.u8()}.${reader.u8()}.${reader.u8()}`;
      fields["product_version"] = announced.version;
      break;
    case IDENTITY_TOKEN:
      announced.identified = true;
      break;
    case STATUS:
      // Always in network order: disposed or unregistered.
      announced.disposed = (reader.u32() & 3) !== 0;
      break;
    case PROPERTIES: {
      const wanted = Math.min(u32(), MOST_PROPERTIES);
      for (let count = 0; count < wanted && reader.left() >= 8; count++) {
        const name = readString(reader, u32);
        announced.properties.push([name, readString(reader, u32)]);
      }
      fields["properties"] = announced.properties.map(([name, value]) => ({ name, value }));
      break;
    }
  }
}

/** A string of CDR: length with its end, then the octets, filled up to four. */
function readString(reader: Reader, u32: () => number): string {
  const length = u32();
  if (length > reader.left()) {
    reader.skipRest();
    return "";
  }
  const at = reader.position;
  const text = reader.text(Math.min(length, LONGEST));
  const end = at + Math.ceil(length / 4) * 4;
  reader.position = Math.min(end, reader.end);
  return text;
}

function readLocator(reader: Reader, u32: () => number, name: string, fields: Record<string, unknown>): void {
  const kind = u32();
  const port = u32();
  // 1 and 2 are UDP over IPv4 and IPv6, 4 and 8 TCP; others are shared memory and makers' own.
  if (kind === 1 || kind === 4) {
    reader.skip(12);
    fields[`${name}_locator`] = `${v4Text(reader.i32())}:${port}`;
  } else if (kind === 2 || kind === 8) fields[`${name}_locator_v6`] = `${reader.hex(16)}:${port}`;
}

/** What properties say of the participant's host, by the name that products give them. */
const PROPERTY_CLAIMS: Readonly<Record<string, readonly [Attribute, number]>> = {
  "dds.sys_info.hostname": ["name", 0.9],
  "dds.sys_info.target": ["operatingSystem", 0.6],
  "dds.sys_info.username": ["user", 0.8],
  "dds.sys_info.executable_filepath": ["software", 0.7],
  "fastdds.physical_data.host": ["name", 0.8],
  "fastdds.physical_data.user": ["user", 0.8],
  __Hostname: ["name", 0.9],
  __ProcessName: ["software", 0.7],
};

/** Tells what an announcement says: of the host for a participant, else of its topic. */
export function tellAnnounced(talk: Talk, announced: Announced, participant: boolean, vendor: number): void {
  const { topic, name, version, properties } = announced;
  if (topic !== "") talk.object(topic);
  if (!participant) return;
  const method = "RTPS participant announcement";
  const product = softwareName(vendor);
  if (version !== "" && product !== "") talk.claim("sender", "software", `${product} ${version}`, 0.9, method);
  for (const [property, value] of properties) {
    const claimed = PROPERTY_CLAIMS[property];
    // Fast DDS tells the host as name and number.
    const text = property.startsWith("fastdds.") ? (value.split(":")[0] as string) : value;
    if (claimed !== undefined && text !== "") talk.claim("sender", claimed[0], text, claimed[1], method);
  }
  talk.note("sender", {
    kind: "session",
    protocol: "DDS",
    anonymous: !announced.identified,
    ...(name === "" ? undefined : { name }),
  });
}
