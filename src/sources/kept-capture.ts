import type { CaptureInterface } from "../capture/source.ts";
import { KeptFile, type KeptFrame } from "./kept-file.ts";

/** Where the packets of one capture lie: one file, or segments, ascending by their first frame. */
export interface KeptPlace {
  /** As people know the capture. */
  name: string;
  /** `first` is the 1-based number in the capture of the file's first frame. */
  files: readonly { path: string; first: number }[];
}

/** Files of which places are remembered at once. */
const MOST_FILES = 64;

/** Reads frames of captures, remembering where in their files they lie. */
export class KeptReader {
  private readonly files = new Map<string, KeptFile>();

  /** Frames of the capture from `from` (1-based) on; those that are not kept any more are left out. */
  async *frames(place: KeptPlace, from: number): AsyncGenerator<KeptFrame & { interfaces: CaptureInterface[] }> {
    for (let index = 0; index < place.files.length; index++) {
      const { path, first } = place.files[index] as KeptPlace["files"][number];
      const next = place.files[index + 1]?.first ?? Number.POSITIVE_INFINITY;
      if (next <= from) continue;
      const file = this.fileOf(path);
      try {
        for await (const frame of file.frames(Math.max(1, from - first + 1))) {
          yield { ...frame, number: frame.number + first - 1, interfaces: file.interfaces };
        }
      } catch (error) {
        // The budget may have taken the file away in the meantime; that is the same as not kept.
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
  }

  private fileOf(path: string): KeptFile {
    const known = this.files.get(path) ?? new KeptFile(path);
    // Taken out and put in again: the map then begins with the one unused for longest.
    this.files.delete(path);
    this.files.set(path, known);
    const oldest = this.files.keys().next().value;
    if (this.files.size > MOST_FILES && oldest !== undefined) this.files.delete(oldest);
    return known;
  }
}
