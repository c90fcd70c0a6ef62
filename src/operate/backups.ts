import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Backup } from "../serve/surroundings.ts";
import type { Store } from "../store/store.ts";

/** Folder of the copies, below the folder of data. */
export const BACKUPS = "backups";
const NAME = /^bulkhead-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z(?:-\d+)?\.sqlite$/;

/** Copies of the database that a monitor makes while it runs; the oldest goes when there are too many. */
export class Backups {
  private readonly store: Store;
  private readonly folder: string;
  private readonly keep: number;
  private making: Promise<Backup> | undefined;

  /** `folder` is the folder of data, `keep` how many copies stay. */
  constructor(store: Store, folder: string, keep: number) {
    this.store = store;
    this.folder = join(folder, BACKUPS);
    this.keep = keep;
  }

  /** The copies that are there, newest first. */
  list(): Backup[] {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return [];
    }
    // Of one second, those with a number behind are newer, and the longer number is the higher one.
    return names
      .flatMap((name): Backup[] => {
        const match = NAME.exec(name);
        if (match === null) return [];
        const when = Date.parse(`${match[1]}T${match[2]}:${match[3]}:${match[4]}Z`) / 1000;
        return [{ name, when, bytes: statSync(join(this.folder, name)).size }];
      })
      .sort(
        (one, other) =>
          other.when - one.when || other.name.length - one.name.length || (one.name < other.name ? 1 : -1),
      );
  }

  /** Makes a copy as of now; who asks while one is being made gets that one. */
  async make(now: number): Promise<Backup> {
    this.making ??= this.write(now).finally(() => (this.making = undefined));
    return await this.making;
  }

  private async write(now: number): Promise<Backup> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const moment = new Date(now * 1000).toISOString().slice(0, 19).replaceAll(":", "-");
    const taken = new Set(this.list().map(({ name }) => name));
    let name = `bulkhead-${moment}Z.sqlite`;
    for (let number = 2; taken.has(name); number++) name = `bulkhead-${moment}Z-${number}.sqlite`;
    await this.store.backup(join(this.folder, name));
    for (const old of this.list().slice(this.keep)) rmSync(join(this.folder, old.name), { force: true });
    return { name, when: Math.floor(now), bytes: statSync(join(this.folder, name)).size };
  }
}
