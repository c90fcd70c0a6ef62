import type { Change, Correction } from "../model/journal.ts";
import type { SensorRecord, Store } from "../store/store.ts";

/** All that the server needs from the process around it; a test gives it a small one. */
export interface Surroundings {
  store: Store;
  intakes: Intakes;
  packets: Packets;
  /** Seconds since 1970-01-01 UTC. */
  clock: () => number;
  /** Version of Bulkhead. */
  version: string;
  /** What protocols are called in writing, by their short names. */
  protocolTitles: Readonly<Record<string, string>>;
  /** Folder of the console's files; undefined without a console. */
  consoleFolder: string | undefined;
  /** Told to each listener when a site's journal grew; answers how to stop. */
  onChanges(listener: (site: string, changes: readonly Change[]) => void): () => void;
  /** Copies of the database that the monitor makes of itself. */
  backups: {
    /** Newest first. */
    list(): Backup[];
    make(now: number): Promise<Backup>;
  };
  /** Somebody changed corrections of a site: its state is made again. Answers when the new state is stored. */
  corrected(site: string, by: string): Promise<void>;
  /** Why a correction cannot hold, in words; "" when it can. */
  problemOfCorrection(correction: Pick<Correction, "attribute" | "value">): string;
}

/** One copy of the database. */
export interface Backup {
  /** Name of the file in the folder of copies. */
  name: string;
  /** Seconds since 1970-01-01 UTC. */
  when: number;
  bytes: number;
}

/** What reads traffic: uploads, directories and interfaces. */
export interface Intakes {
  /** Every intake that is known, newest first. */
  list(site: string): Intake[];
  get(id: string): Intake | undefined;
  /**
   * Stores an upload and begins to read it; answers once the bytes are durable. Rejects with an `IntakeProblem`, for
   * instance when the disk has no room, or with what `content` failed with; then nothing is left of it. `expected` is its
   * size in bytes, 0 where it is not known: what cannot fit is refused before it is sent.
   */
  upload(site: string, name: string, content: AsyncIterable<Uint8Array>, expected: number): Promise<Intake>;
  /** Ends reading; what was read until then stays. */
  cancel(id: string): Promise<void>;
  /** Begins and ends what sensors that watch a directory or an interface do. */
  start(sensor: SensorRecord): Promise<void>;
  stop(sensor: string): Promise<void>;
  /** State of each sensor. */
  sensors(site: string): SensorState[];
  /** Interfaces of this machine that could be watched. */
  interfaces(): Promise<{ name: string; description: string }[]>;
  /** Told whenever an intake or a sensor's state moved, at most a few times per second. */
  onProgress(listener: (site: string) => void): () => void;
}

/** One reading of one capture. */
export interface Intake {
  id: string;
  site: string;
  sensor: string;
  name: string;
  /** The number under which evidence names it. */
  capture: number;
  state: "waiting" | "reading" | "read" | "cut short" | "cancelled" | "failed";
  /** Bytes read and bytes in all; 0 when not known. */
  consumed: number;
  size: number;
  frames: number;
  /** What a person should know. */
  remark: string;
}

/** What a sensor does now. */
export interface SensorState {
  sensor: string;
  state: "watching" | "stopped" | "failed" | "waiting to restart";
  /** Packets read, and dropped by the kernel before they could be read. */
  packets: number;
  dropped: number;
  /** Seconds since 1970-01-01 UTC of the newest packet; 0 without one. */
  newest: number;
  /** Seconds of traffic behind, measured by the clock; 0 when even. */
  behind: number;
  restarts: number;
  remark: string;
}

/** A capture that cannot be taken, in words for a person. */
export class IntakeProblem extends Error {
  /** "no room", "too large", "not a capture", "unknown sensor", "unknown interface". */
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The packets behind evidence, from what is kept of them. */
export interface Packets {
  /** One frame with what each byte means; undefined when it is not kept any more. */
  frame(site: string, capture: number, frame: number): Promise<ShownFrame | undefined>;
  /** Frames as a pcapng file, in the order of time; those no longer kept are left out. */
  pcapng(site: string, frames: readonly { capture: number; frame: number }[]): AsyncIterable<Uint8Array>;
}

/** A frame as the evidence page shows it. */
export interface ShownFrame {
  capture: number;
  frame: number;
  /** Seconds since 1970-01-01 UTC. */
  time: number;
  linkType: number;
  originalLength: number;
  bytes: Uint8Array;
  layers: ShownLayer[];
  /** Frames of the same conversation around it. */
  around: { frame: number; time: number; fromClient: boolean; summary: string }[];
}

/** One layer of a frame. */
export interface ShownLayer {
  /** Short name: "ethernet", "ipv4", "tcp", "modbus". */
  protocol: string;
  title: string;
  /** Bytes of the frame, from and to (exclusive); -1 when they were put together from several frames. */
  start: number;
  end: number;
  fields: ShownField[];
}

/** One field; `start` is -1 where no bytes stand for it alone. */
export interface ShownField {
  name: string;
  value: string;
  start: number;
  end: number;
}
