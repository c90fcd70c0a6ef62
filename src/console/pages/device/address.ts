import { formatMac } from "../../../export/words.ts";
import type { Device } from "../../../model/assessment.ts";

/** The address that a correction holds to: a hardware address where there is one, since it stays; "" without any. */
export function addressOf(device: Pick<Device, "macs" | "ips">): string {
  return formatMac(device.macs[0] ?? "") || (device.ips[0] ?? "");
}
