const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of a duration such as "500ms", "10m" or "7d"; undefined for anything else. */
export function secondsOf(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] as string] as number);
}

const SIZES: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** Bytes of a size such as "500MB" or "20GB"; undefined for anything else. */
export function bytesOf(value: unknown): number | undefined {
  const match = typeof value === "string" ? /^(\d+(?:\.\d+)?) ?(KB|MB|GB|TB)$/.exec(value) : null;
  return match === null ? undefined : Math.round(Number(match[1]) * (SIZES[match[2] as string] as number));
}

/** Takes a document apart that people wrote, and notes every problem with its path and what to do about it. */
export class DocumentChecker {
  readonly problems: string[] = [];

  problem(path: string, text: string): void {
    this.problems.push(`${path}: ${text}`);
  }

  map(path: string, value: unknown, known: readonly string[]): Record<string, unknown> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.problem(path, `is not a mapping; write ${known.slice(0, 3).join(", ")} ... under it`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (!known.includes(key)) this.problem(`${path}.${key}`, `is not known here; known are ${known.join(", ")}`);
    }
    return value as Record<string, unknown>;
  }

  entries(path: string, value: unknown): [string, unknown][] {
    if (value === undefined) return [];
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.problem(path, "is not a mapping of names; write one entry per name");
      return [];
    }
    return Object.entries(value);
  }

  list(path: string, value: unknown): unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.problem(path, "is not a list; begin each entry with a dash");
    return [];
  }

  texts(path: string, value: unknown): string[] {
    if (value === undefined) return [];
    const list = Array.isArray(value) ? value : [value];
    const texts = list.filter((each): each is string => typeof each === "string");
    if (texts.length < list.length) this.problem(path, "holds something that is no text; write names");
    return texts;
  }

  text(path: string, value: unknown, usual: string): string {
    if (value === undefined) return usual;
    if (typeof value === "string") return value;
    this.problem(path, "is not a text; put it in quotes");
    return usual;
  }

  number(path: string, value: unknown, usual: number, low: number, high: number): number {
    if (value === undefined) return usual;
    if (typeof value === "number" && value >= low && value <= high) return value;
    this.problem(path, `is not a number from ${low} to ${high}`);
    return usual;
  }

  truth(path: string, value: unknown, usual: boolean): boolean {
    if (value === undefined) return usual;
    if (typeof value === "boolean") return value;
    this.problem(path, "is neither true nor false");
    return usual;
  }

  /** Seconds. */
  duration(path: string, value: unknown, usual: number): number {
    if (value === undefined) return usual;
    const duration = secondsOf(value);
    if (duration !== undefined && duration > 0) return duration;
    this.problem(path, 'is not a duration; write "500ms", "10s", "5m", "2h" or "7d"');
    return usual;
  }

  /** Bytes. */
  size(path: string, value: unknown, usual: number): number {
    if (value === undefined) return usual;
    const bytes = bytesOf(value);
    if (bytes !== undefined && bytes > 0) return bytes;
    this.problem(path, 'is not a size; write "500MB", "20GB" or "1TB"');
    return usual;
  }
}
