/** When a site that is read from a file is looked at again: by frames and packet time alone, so that the same file gives the same steps. */
const FRAMES_PER_THING = 20;
const FIRST_FRAMES = 2000;
/** Seconds of packet time. */
const LEAST_STRETCH = 1;
/** Live: at most this share of the time goes into steps. */
const MOST_SHARE = 0.1;
/** Live: seconds by the clock. */
const LEAST_PAUSE = 1;
const MOST_PAUSE = 900;
const FRAMES_PER_RECORD = 60;
/** Live: packets for each process point between two writings of values, so that records stay few however many points move. */
const FRAMES_PER_POINT = 60;

/** Tells when the next step of a site is due. */
export class Cadence {
  private frames = 0;
  private time = 0;
  private pauseUntil = 0;
  private wholeFrames = 0;
  private wholeAt = 0;
  private historyFrames = 0;
  private historyAt = 0;
  private readonly leastPause: number;

  /** `leastPause` is the least time between two steps of live traffic, seconds by the clock. */
  constructor(leastPause = LEAST_PAUSE) {
    this.leastPause = leastPause;
  }

  /** Whether a file that was read up to `frames` and `time` (packet time) shows enough that is new. */
  isDueInFile(frames: number, time: number, things: number): boolean {
    if (frames - this.frames < Math.max(FIRST_FRAMES, things * FRAMES_PER_THING)) return false;
    return time - this.time >= LEAST_STRETCH || this.frames === 0;
  }

  /** Whether live traffic is to be looked at, `now` by the clock. */
  isDueLive(frames: number, now: number): boolean {
    return frames !== this.frames && now >= this.pauseUntil;
  }

  /** Whether counters are due to be written as well, so that records stay few against packets. */
  isWholeDue(frames: number, now: number, things: number): boolean {
    return frames - this.wholeFrames >= 2 * things * FRAMES_PER_RECORD || now - this.wholeAt >= MOST_PAUSE;
  }

  /** Whether values of `points` process points are due to be written, so that records stay few against packets. */
  isHistoryDue(frames: number, now: number, points: number): boolean {
    return frames - this.historyFrames >= points * FRAMES_PER_POINT || now - this.historyAt >= MOST_PAUSE;
  }

  /** Values of process points were written. */
  wroteHistory(frames: number, now: number): void {
    this.historyFrames = frames;
    this.historyAt = now;
  }

  /** A step was made, which took `cost` seconds. */
  made(frames: number, time: number, now: number, cost: number, whole: boolean): void {
    this.frames = frames;
    this.time = time;
    this.pauseUntil = now + Math.max(this.leastPause, cost / MOST_SHARE);
    if (!whole) return;
    this.wholeFrames = frames;
    this.wholeAt = now;
  }
}
