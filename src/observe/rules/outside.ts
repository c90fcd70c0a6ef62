import type { Device } from "../../model/assessment.ts";
import { isPrivateAddress } from "../site.ts";

/** Whether a device is known only by public addresses and from beyond a router. */
export function isOutside(device: Device): boolean {
  return device.macs.length === 0 && device.ips.length > 0 && device.ips.every((ip) => !isPrivateAddress(ip));
}
