import { watch } from "node:fs";
import { DirectoryScan, type FoundFile, type SeenFile } from "./directory-scan.ts";

/** How a directory is watched. */
export interface DirectoryOptions {
  folder: string;
  /** Seconds that a file must rest before it counts as written. */
  settle: number;
  /** Seconds between two looks; a notice of the file system only brings the next one forward. */
  interval: number;
  /** What was seen before the restart. */
  seen: readonly SeenFile[];
  /** Seconds, ascending. */
  clock: () => number;
  /** Reads one file; the next is told when this one is done. */
  onFile(file: FoundFile): Promise<void> | void;
  /** To be stored, after each file that was read. */
  onSeen(seen: SeenFile[]): Promise<void> | void;
  /** A remark for people; "" when all is well. Told when it changes. */
  onRemark(remark: string): void;
}

/** Shortest time between two looks, milliseconds. */
const SHORTEST_REST = 50;

/** Watches a directory until `stop`, which answers when nothing runs any more. */
export function watchDirectory(options: DirectoryOptions): { stop(): Promise<void> } {
  const scan = new DirectoryScan(options.folder, options.settle, options.seen);
  let stopped = false;
  let remark = "";
  let wake = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  let noticed = false;
  const watcher = notices(options.folder, () => {
    noticed = true;
    wake();
  });
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const started = options.clock();
      wake = () => {
        clearTimeout(timer);
        const passed = (options.clock() - started) * 1000;
        timer = setTimeout(resolve, stopped ? 0 : Math.max(0, SHORTEST_REST - passed));
      };
      timer = setTimeout(resolve, options.interval * 1000);
      if (noticed || stopped) wake();
      noticed = false;
    });
  const tell = (next: string): void => {
    if (next === remark) return;
    remark = next;
    options.onRemark(remark);
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        const look = await scan.look(options.clock());
        const unread = new Set(look.found.map(({ name }) => name));
        let problem = "";
        for (const file of look.found) {
          if (stopped) return;
          try {
            await options.onFile(file);
          } catch (error) {
            // The others can still be read; this one is tried again.
            scan.forget(file.name);
            problem = `${file.name} could not be read: ${error instanceof Error ? error.message : String(error)}`;
          }
          unread.delete(file.name);
          // Files that were found but not read before a stop are found again.
          await options.onSeen(scan.state().filter(({ name }) => !unread.has(name)));
        }
        tell([look.remark, problem].filter((each) => each !== "").join(" "));
      } catch (error) {
        tell(`Watching ${options.folder} failed: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (!stopped) await rest();
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      watcher?.close();
      wake();
      await running;
    },
  };
}

/** Notices of the file system; without them (network shares) looking now and then is enough. */
function notices(folder: string, onNotice: () => void): { close(): void } | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onNotice);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
