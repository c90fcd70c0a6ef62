// Vendor numbers that EtherCAT and POWERLINK share with CANopen, as the makers' device descriptions state them.

const VENDORS: Readonly<Record<number, string>> = {
  1: "EtherCAT Technology Group",
  2: "Beckhoff",
  27: "HMS",
  29: "Festo",
  33: "WAGO",
  59: "Lenze",
  106: "Kollmorgen",
  108: "B&R",
  131: "Omron",
  154: "Elmo",
  171: "Copley Controls",
  251: "maxon",
  477: "Delta Electronics",
  620: "Nanotec",
  1337: "Yaskawa",
  1647: "Panasonic",
};

/** The maker behind a vendor number, or "". */
export function vendorName(number: number): string {
  return VENDORS[number] ?? "";
}

/** Families of Beckhoff by the lower half of the product code; the upper half is the number on the housing. */
const FAMILIES: Readonly<Record<number, string>> = { 11346: "EK", 12370: "EL", 16466: "EP" };

/** The type that a product code of Beckhoff spells, e.g. "EL1004", or "". */
export function beckhoffModel(productCode: number): string {
  const family = FAMILIES[productCode & 0xffff];
  return family === undefined ? "" : `${family}${(productCode >>> 16).toString().padStart(4, "0")}`;
}
