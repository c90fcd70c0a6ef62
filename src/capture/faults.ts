import type { CaptureFault } from "../model/assessment.ts";

/** What is wrong with one capture: each fault once, with where it began and how often it came. */
export class FaultLog {
  readonly faults: CaptureFault[] = [];

  /** Notes a fault; `frame` is 1-based or 0, `offset` is in the decompressed file or -1; the first detail is kept. */
  add(name: string, detail: string, frame: number, offset: number): void {
    for (const fault of this.faults) {
      if (fault.name === name) {
        fault.count++;
        return;
      }
    }
    this.faults.push({ name, detail, frame, offset, count: 1 });
  }
}
