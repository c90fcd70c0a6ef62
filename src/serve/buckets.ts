/** Allows so many at once and so many per second in the long run, for each of a bounded number of keys. */
export class Buckets {
  private readonly rate: number;
  private readonly burst: number;
  private readonly most: number;
  private readonly levels = new Map<string, { level: number; when: number }>();

  /** `most` keys are remembered; the one longest unused is forgotten first. */
  constructor(rate: number, burst: number, most = 10_000) {
    this.rate = rate;
    this.burst = burst;
    this.most = most;
  }

  /** Takes one; answers 0, or the seconds until one may be taken again. `now` in seconds. */
  take(key: string, now: number): number {
    const known = this.levels.get(key);
    // A clock that is set back must not empty a bucket.
    const passed = known === undefined ? 0 : Math.max(0, now - known.when);
    const level = known === undefined ? this.burst : Math.min(this.burst, known.level + passed * this.rate);
    const allowed = level >= 1;
    this.levels.delete(key);
    this.levels.set(key, { level: allowed ? level - 1 : level, when: now });
    for (const oldest of this.levels.keys()) {
      if (this.levels.size <= this.most) break;
      this.levels.delete(oldest);
    }
    return allowed ? 0 : Math.max(1, Math.ceil((1 - level) / this.rate));
  }
}
