// URIs by which makers' OPC UA software names itself, and namespaces that tell what a server stands for: facts of the
// field, a habit and no proof. Companion specifications have their URI from the OPC Foundation (OPC 10000-7).
import type { Role } from "../../../model/role.ts";

/** What a URI makes likely; "" where it says nothing. */
export interface Product {
  pattern: RegExp;
  vendor: string;
  role: Role | "";
}

const ROWS: readonly (readonly [RegExp, string, Role | ""])[] = [
  [/simatic[-._ ]?s7|siemens\.com\/(simatic[-.]?)?s7/i, "Siemens", "plc"],
  [/sinumerik/i, "Siemens", "cnc"],
  [/simotion|sinamics/i, "Siemens", "drive"],
  [/wincc/i, "Siemens", "scada server"],
  [/siemens/i, "Siemens", ""],
  [/beckhoff/i, "Beckhoff", "plc"],
  [/codesys|3s-smart/i, "", "plc"],
  [/br-automation/i, "B&R Automation", "plc"],
  [/plcnext|phoenixcontact/i, "Phoenix Contact", "plc"],
  [/wago\.com|urn:wago/i, "WAGO", "plc"],
  [/factorytalk|rslinx|rockwellautomation/i, "Rockwell Automation", ""],
  [/se\.com\/modicon|schneider-electric.*m\d{3}/i, "Schneider Electric", "plc"],
  [/omron/i, "OMRON", "plc"],
  [/mitsubishielectric/i, "Mitsubishi Electric", ""],
  [/kuka\.com|urn:kuka/i, "KUKA", "robot"],
  [/heidenhain/i, "HEIDENHAIN", "cnc"],
  [/kepware|kepserver/i, "Kepware", "opc server"],
  [/matrikonopc/i, "Matrikon", "opc server"],
  [/inductiveautomation/i, "Inductive Automation", "scada server"],
  [/aveva|wonderware/i, "AVEVA", ""],
  // Companion specifications.
  [/plcopen\.org\/opcua\/iec61131/i, "", "plc"],
  [/opcfoundation\.org\/ua\/robotics/i, "", "robot"],
  [/opcfoundation\.org\/ua\/cnc/i, "", "cnc"],
];

const PRODUCTS: readonly Product[] = ROWS.map(([pattern, vendor, role]) => ({ pattern, vendor, role }));

/** The first product whose habit a URI shows. */
export function productOf(uri: string): Product | undefined {
  return PRODUCTS.find((product) => product.pattern.test(uri));
}
