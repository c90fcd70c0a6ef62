import type { Store } from "../store/store.ts";

/** Who paused a sensor, and when: it stays so until somebody resumes it, also over a restart of the monitor. */
export interface Pause {
  who: string;
  /** Seconds since 1970-01-01 UTC. */
  when: number;
}

/** The pause of a sensor; undefined where nobody paused it. */
export async function pauseOf({ settings }: Store, site: string, sensor: string): Promise<Pause | undefined> {
  const text = await settings.value(nameOf(site, sensor));
  return text === undefined ? undefined : (JSON.parse(text) as Pause);
}

/** Keeps that a sensor is paused, or with null that it is not any more. */
export async function putPause({ settings }: Store, site: string, sensor: string, pause: Pause | null): Promise<void> {
  await settings.putValue(nameOf(site, sensor), pause === null ? null : JSON.stringify(pause));
}

function nameOf(site: string, sensor: string): string {
  return `paused ${site} ${sensor}`;
}
