// Interfaces and their functions as operations, found by UUID.
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { INTERFACES } from "./interface-facts.ts";

/** A known interface. */
export interface Interface {
  readonly uuid: string;
  readonly name: string;
  /** What a function is called and does; one shared entry for those without a name. */
  of(opnum: number): Operation;
  /** The function's name in the standard, "" where it has none here. */
  nameOf(opnum: number): string;
}

const BY_UUID: ReadonlyMap<string, Interface> = new Map(
  INTERFACES.map((facts) => {
    const prefix = snake(facts.name);
    const rest = operation("dcerpc", `${prefix}_call`, facts.act);
    const operations = new Map<number, Operation>();
    const names = new Map<number, string>();
    for (const [opnum, name, act] of facts.functions) {
      operations.set(opnum, operation("dcerpc", `${prefix}_${snake(name)}`, act ?? facts.act));
      names.set(opnum, name);
    }
    const made: Interface = {
      uuid: facts.uuid,
      name: facts.name,
      of: (opnum) => operations.get(opnum) ?? rest,
      nameOf: (opnum) => names.get(opnum) ?? "",
    };
    return [facts.uuid, made] as const;
  }),
);

/** "RCreateServiceW" as "r_create_service_w". */
function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}

/** The interface with a UUID in the usual form with dashes; undefined when it is not in the table. */
export function interfaceOf(uuid: string): Interface | undefined {
  return BY_UUID.get(uuid);
}

/** Transfer syntaxes (C706 chapter 14, MS-RPCE sections 2.2.5 and 3.3.1.5.3). */
const SYNTAXES: Readonly<Record<string, string>> = {
  "8a885d04-1ceb-11c9-9fe8-08002b104860": "NDR",
  "71710533-beba-4937-8319-b5dbef9ccc36": "NDR64",
};

/** The name of a transfer syntax, "" where it is unknown. */
export function syntaxName(uuid: string): string {
  if (uuid.startsWith("6cb71c2c-9812-4540")) return "bind time feature negotiation";
  return SYNTAXES[uuid] ?? "";
}

/** The next 16 octets as a UUID, its first three parts in the sender's byte order (C706 appendix A). */
export function readUuid(reader: Reader, little: boolean): string {
  const first = little ? reader.u32le() : reader.u32();
  const second = little ? reader.u16le() : reader.u16();
  const third = little ? reader.u16le() : reader.u16();
  const rest = reader.hex(8);
  return `${digits(first, 8)}-${digits(second, 4)}-${digits(third, 4)}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}

function digits(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
