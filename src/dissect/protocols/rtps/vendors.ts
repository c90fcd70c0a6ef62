// Vendor numbers of RTPS, as the OMG's DDS foundation lists them; each stands for one product.

const PRODUCTS: Readonly<Record<number, string>> = {
  257: "RTI Connext DDS",
  258: "OpenSplice DDS",
  259: "OpenDDS",
  260: "MilSOFT DDS",
  261: "InterCOM DDS",
  262: "CoreDX DDS",
  265: "ETRI DDS",
  266: "RTI Connext DDS Micro",
  267: "Vortex Cafe",
  269: "Vortex Lite",
  270: "Qeo",
  271: "eProsima Fast DDS",
  272: "Eclipse Cyclone DDS",
  273: "GurumDDS",
  274: "RustDDS",
};

/** The product behind a vendor number, or "". */
export function softwareName(vendor: number): string {
  return PRODUCTS[vendor] ?? "";
}
