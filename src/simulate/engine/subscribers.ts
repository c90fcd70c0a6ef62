import type { Station, World } from "./world.ts";

/** Devices that register in turn, before the first comes again. */
const MOST_DEVICES = 200;

/** A radio device with the identity of its subscription. */
export interface Subscriber {
  station: Station;
  /** Digits of its IMSI: test network 001 01, then its number among the devices behind the same core. */
  identity: string;
}

/** The radio devices behind a user plane function, in the order of the site. */
export function subscribersOf(world: World, core: Station): Subscriber[] {
  const behind = world.stations.filter((station) => station.tunnel?.core === core);
  return behind.map((station, index) => ({ station, identity: identityOf(index + 1) }));
}

/** The radio devices of a base station, in the order of the site. */
export function servedBy(world: World, radio: Station): Subscriber[] {
  const cores = new Set(world.stations.flatMap(({ tunnel }) => (tunnel?.radio === radio ? [tunnel.core] : [])));
  const all = [...cores].flatMap((core) => subscribersOf(world, core));
  return all.filter(({ station }) => station.tunnel?.radio === radio);
}

/** The identity of the subscriber of a number. */
export function identityOf(number: number): string {
  return `00101${String(number).padStart(10, "0")}`;
}

/** Number of the device that registers after one: those of the first `seen`, whose sessions go on, are not given again. */
export function nextNumber(device: number, seen: number): number {
  return device >= Math.max(MOST_DEVICES, seen + 1) ? seen + 1 : device + 1;
}
