// Node search and setting of addresses for CC-Link IE Field Basic: CLPA BAP-C2006ENG-003 section 8.3.11 (addresses go lowest octet first).
import { macText, v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { tellIdentity } from "./cyclic.ts";

/** Reads what a slave says of itself. */
export function readSearchAnswer(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): void {
  const master = readMac(reader);
  readAddress(reader);
  const mac = readMac(reader);
  const address = readAddress(reader);
  const mask = reader.i32le();
  reader.skip(4);
  const host = reader.text(reader.u8());
  const at = reader.position;
  const vendor = reader.u16le();
  const model = reader.u32le();
  const equipment = reader.u16le();
  readAddress(reader);
  reader.skip(2);
  const status = reader.u16le();
  const port = reader.u16le();
  if (reader.ok) {
    tellIdentity(talk, model, equipment, at - 2);
    if (host !== "") talk.claim("sender", "name", host, 0.9, "CC-Link IE node search");
    if (address !== 0) talk.note("sender", { kind: "binding", method: "SLMP node search", mac, ip: v4Text(address) });
  }
  if (fields === undefined) return;
  Object.assign(fields, {
    master_mac: macText(master),
    slave_mac: macText(mac),
    slave_address: v4Text(address),
    slave_mask: v4Text(mask),
    host_name: host,
    vendor_code: vendor,
    model_code: model,
    equipment_version: equipment,
    slave_status: status,
    slave_port: port,
  });
}

/** Reads which slave gets which address. */
export function readSetAddress(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): void {
  readMac(reader);
  readAddress(reader);
  const mac = readMac(reader);
  const address = readAddress(reader);
  const mask = reader.i32le();
  if (reader.ok) talk.object(`${macText(mac)} ${v4Text(address)}`);
  if (fields === undefined) return;
  fields["slave_mac"] = macText(mac);
  fields["new_address"] = v4Text(address);
  fields["new_mask"] = v4Text(mask);
}

/** Hardware addresses come in reversed order. */
function readMac(reader: Reader): string {
  const octets: string[] = [];
  for (let octet = 0; octet < 6; octet++) octets.unshift(reader.u8().toString(16).padStart(2, "0"));
  return octets.join("");
}

/** A network address with its length, which is 4. */
function readAddress(reader: Reader): number {
  const length = reader.u8();
  if (length === 4) return reader.i32le();
  reader.skip(length);
  return 0;
}
