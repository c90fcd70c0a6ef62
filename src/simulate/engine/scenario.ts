import type { Random } from "../random.ts";
import type { TrueIncident } from "./ledger.ts";
import type { Device } from "./talk.ts";
import type { World } from "./world.ts";

/** A scenario that plays: who does it to whom. */
export interface Cast {
  world: World;
  actor: Device;
  /** At least one. */
  targets: readonly Device[];
  random: Random;
  options: Readonly<Record<string, unknown>>;
  incident: TrueIncident;
  /** Says that it goes on now: the truth's end moves. */
  touch(): void;
}

/** Something that happens at a moment: an attack, a fault, or planned work. */
export interface Scenario {
  /** As a site calls it. */
  name: string;
  title: string;
  kind: "attack" | "fault" | "work";
  /** ATT&CK technique, "" where none fits. */
  technique: string;
  /** A sentence: what it looks like on the wire. */
  detail: string;
  options: Readonly<Record<string, string>>;
  /** Device types that it can be done to; empty for all. */
  targets: readonly string[];
  play(cast: Cast): void;
}
