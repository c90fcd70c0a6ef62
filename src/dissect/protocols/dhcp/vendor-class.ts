// What well-known texts of the vendor class identifier (DHCP option 60) say of the client. Facts seen in the clients'
// documentation and sources; a text that is not known here is told as a description only.
import type { Attribute } from "../../../model/attribute.ts";

/** One thing that a vendor class says; confidence 0 to 1. */
export interface Hint {
  attribute: Attribute;
  value: string;
  confidence: number;
}

/** Hints of a vendor class identifier; empty for texts that are not known. */
export function vendorClassHints(text: string): Hint[] {
  const parts = text.split(":");
  const first = parts[0] as string;
  if (text === "MSFT 5.0" || text.startsWith("MSFT 5.0 ")) return [system("Windows", 0.7)];
  if (text === "MSFT 98") return [system("Windows 98", 0.7)];
  if (text === "MSFT") return [system("Windows", 0.6)];
  if (text.startsWith("android-dhcp-")) return [system(`Android ${text.slice(13)}`, 0.7)];
  if (text.startsWith("udhcp")) return [system("Linux", 0.5), { attribute: "software", value: text, confidence: 0.7 }];
  if (first.startsWith("dhcpcd")) {
    const software: Hint = { attribute: "software", value: first.replace("-", " "), confidence: 0.7 };
    // dhcpcd-VERSION:SYSTEM-RELEASE:MACHINE:PLATFORM
    const kernel = parts[1] ?? "";
    return kernel === "" ? [software] : [software, system(kernel.replace("-", " "), 0.7)];
  }
  if (first === "HUAWEI" && parts[1] === "android") return [maker("Huawei", 0.8), system("Android", 0.7)];
  if (text.startsWith("AAPLBSDPC")) return [maker("Apple", 0.8), system("macOS", 0.6)];
  if (first === "PXEClient") return [{ attribute: "kind", value: "PXE client", confidence: 0.3 }];
  if (text.startsWith("AXIS,")) return axis(text);
  if (text.startsWith("Cisco Systems, Inc. IP Phone")) {
    const model = text.slice(28).trim();
    return [maker("Cisco", 0.85), kind("telephone", 0.8), { attribute: "model", value: model, confidence: 0.8 }];
  }
  if (text.startsWith("Cisco AP ")) {
    return [
      maker("Cisco", 0.85),
      kind("wireless access point", 0.8),
      { attribute: "model", value: text.slice(9), confidence: 0.7 },
    ];
  }
  if (text === "ciscopnp") return [maker("Cisco", 0.7)];
  if (text.startsWith("Hewlett-Packard JetDirect")) return [maker("Hewlett-Packard", 0.8), kind("printer", 0.8)];
  if (text.startsWith("ArubaAP")) return [maker("Aruba", 0.8), kind("wireless access point", 0.8)];
  if (text.startsWith("Polycom-")) return [maker("Polycom", 0.8), kind("telephone", 0.7)];
  if (text.startsWith("yealink")) return [maker("Yealink", 0.8), kind("telephone", 0.7)];
  if (text.startsWith("ubnt")) return [maker("Ubiquiti", 0.8)];
  return [];
}

/** "AXIS,Network Camera,MODEL,VERSION" */
function axis(text: string): Hint[] {
  const parts = text.split(",");
  return [
    maker("Axis", 0.9),
    kind(parts[1] ?? "", 0.8),
    { attribute: "model", value: parts[2] ?? "", confidence: 0.85 },
    { attribute: "firmware", value: parts[3] ?? "", confidence: 0.85 },
  ];
}

function system(value: string, confidence: number): Hint {
  return { attribute: "operatingSystem", value, confidence };
}

function maker(value: string, confidence: number): Hint {
  return { attribute: "vendor", value, confidence };
}

function kind(value: string, confidence: number): Hint {
  return { attribute: "kind", value, confidence };
}
