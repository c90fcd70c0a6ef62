// KNXnet/IP device information: KNX 3/8/2 section 7.5.4 (description information blocks).
import { macText, v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { individualText } from "./cemi.ts";
import { FAMILIES, MAKERS, MEDIA } from "./names.ts";

const MOST_BLOCKS = 16;
const MOST_ROWS = 32;
const NO_ADDRESS = 0xffff;
const ROUTING = 5;
const SECURITY = 9;

/** Reads blocks to the fence and claims what they say of the sender. */
export function readBlocks(reader: Reader, talk: Talk, fields: Record<string, unknown>): void {
  for (let blocks = 0; blocks < MOST_BLOCKS && reader.left() >= 2; blocks++) {
    const start = reader.position;
    const length = reader.u8();
    const type = reader.u8();
    if (length < 2 || length - 2 > reader.left()) {
      talk.fault("bad block length", start - reader.start);
      reader.skipRest();
      return;
    }
    const outer = reader.narrow(length - 2);
    readBlock(reader, talk, type, fields);
    reader.widen(outer);
  }
}

function readBlock(reader: Reader, talk: Talk, type: number, fields: Record<string, unknown>): void {
  switch (type) {
    case 1:
      fields["device"] = readDevice(reader, talk);
      return;
    case 2:
    case 6: {
      const families: object[] = [];
      let kind = "KNXnet/IP interface";
      for (let rows = 0; rows < MOST_ROWS && reader.left() >= 2; rows++) {
        const family = reader.u8();
        const version = reader.u8();
        if (family === ROUTING) kind = "KNXnet/IP router";
        if (family === SECURITY) fields["supports_security"] = true;
        families.push({ family: FAMILIES[family] ?? family, version });
      }
      fields[type === 2 ? "service_families" : "secured_service_families"] = families;
      if (type === 2) talk.claim("sender", "kind", kind, 0.7, "KNXnet/IP service families");
      return;
    }
    case 3:
    case 4:
      fields[type === 3 ? "ip_config" : "ip_current_config"] = {
        address: addressText(reader),
        mask: addressText(reader),
        gateway: addressText(reader),
      };
      reader.skipRest();
      return;
    case 5: {
      const addresses: string[] = [];
      for (let rows = 0; rows < MOST_ROWS && reader.left() >= 2; rows++) addresses.push(individualText(reader.u16()));
      fields["knx_addresses"] = addresses;
      return;
    }
    case 7: {
      const longest = reader.u16();
      const slots: string[] = [];
      for (let rows = 0; rows < MOST_ROWS && reader.left() >= 4; rows++) {
        slots.push(individualText(reader.u16()));
        reader.skip(2);
      }
      fields["tunnelling"] = { max_apdu_length: longest, slots };
      return;
    }
    case 8:
      reader.skip(2);
      fields["extended_device"] = { max_apdu_length: reader.u16(), device_descriptor: reader.hex(2) };
      reader.skipRest();
      return;
    case 0xfe: {
      const maker = reader.u16();
      fields["manufacturer_id"] = maker;
      talk.claim("sender", "vendor", MAKERS[maker] ?? "", 0.8, "KNX manufacturer data");
      reader.skipRest();
      return;
    }
    default:
      reader.skipRest();
  }
}

function addressText(reader: Reader): string {
  return v4Text(reader.i32());
}

/** A host protocol address, as "192.0.2.1:3671". */
export function readEndpoint(reader: Reader): string {
  const length = reader.u8();
  const protocol = reader.u8();
  if (length < 8) {
    reader.skip(Math.max(0, length - 2));
    return "";
  }
  const address = addressText(reader);
  const port = reader.u16();
  reader.skip(length - 8);
  return `${protocol === 2 ? "tcp" : "udp"} ${address}:${port}`;
}

function readDevice(reader: Reader, talk: Talk): object {
  const start = reader.position;
  const medium = reader.u8();
  const status = reader.u8();
  const address = reader.u16();
  const project = reader.u16();
  const maker = reader.peek16();
  const serial = reader.hex(6);
  const multicast = addressText(reader);
  const mac = reader.hex(6);
  const name = reader.text(30);
  if (reader.ok) {
    const method = "KNXnet/IP device information";
    const end = reader.position;
    talk.claim("sender", "name", name, 0.85, method, start, end);
    if (maker > 0) {
      talk.claim("sender", "serial", serial, 0.9, method, start, end);
      talk.claim("sender", "vendor", MAKERS[maker] ?? "", 0.7, method, start, end);
    }
  }
  return {
    medium: MEDIA[medium] ?? medium,
    programming_mode: (status & 1) !== 0,
    individual_address: address === NO_ADDRESS ? "" : individualText(address),
    project_installation: project,
    serial_number: serial,
    multicast_address: multicast,
    mac_address: macText(mac),
    friendly_name: name,
  };
}
