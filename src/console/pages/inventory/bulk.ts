import { call } from "../../api/calls.ts";
import { refresh } from "../../state/load.ts";
import { addressOf } from "../device/address.ts";

/** Most addresses of one request. */
const MOST = 1000;

/** States one attribute of several devices; throws before anything is done when one has no address. */
export async function correctAll(
  site: string,
  devices: Iterable<string>,
  attribute: string,
  value: string,
  why: string,
): Promise<void> {
  const addresses: string[] = [];
  for (const id of devices) {
    const device = await call.get(site, "device", id);
    const address = addressOf(device);
    if (address === "") throw new Error(`${device.label} has no address that a correction could hold to.`);
    addresses.push(address);
  }
  for (let from = 0; from < addresses.length; from += MOST) {
    await call.addCorrections(site, { addresses: addresses.slice(from, from + MOST), attribute, value, why });
  }
  refresh(["corrections", "device", "journal"]);
}
