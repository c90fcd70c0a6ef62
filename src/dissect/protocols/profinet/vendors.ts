// Makers by the identification number that PROFIBUS and PROFINET International gives them (manufacturer id of IEC 61158-6-10
// DeviceID and of identification and maintenance data). Only numbers met often; the rest go by number.
const VENDORS: Readonly<Record<number, string>> = {
  42: "Siemens",
  176: "Phoenix Contact",
  257: "SICK",
  266: "SEW-EURODRIVE",
  268: "HMS Industrial Networks",
  285: "WAGO",
  286: "Hilscher",
  288: "Beckhoff",
  333: "Festo",
};

/** The maker's name, "" when the number is not in the table. */
export function profinetVendor(number: number): string {
  return VENDORS[number] ?? "";
}
