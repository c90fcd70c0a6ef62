import { useSyncExternalStore } from "react";
import { call } from "../../api/calls.ts";
import { refresh } from "../../state/load.ts";

/** One file on its way to the server. */
export interface Upload {
  key: number;
  name: string;
  size: number;
  sent: number;
  /** "" while all is well. */
  problem: string;
  cancel: () => void;
}

let uploads: readonly Upload[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();

function change(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

/** Files on their way; they go on while other pages are shown. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

/** Sends files one after the other. */
export async function sendFiles(site: string, files: readonly File[]): Promise<void> {
  const begun = files.map((file) => {
    const controller = new AbortController();
    const key = nextKey++;
    const upload: Upload = {
      key,
      name: file.name,
      size: file.size,
      sent: 0,
      problem: "",
      cancel: () => controller.abort(),
    };
    return { file, controller, upload };
  });
  change([...uploads, ...begun.map(({ upload }) => upload)]);
  for (const { file, controller, upload } of begun) {
    const set = (changes: Partial<Upload>) =>
      change(uploads.map((one) => (one.key === upload.key ? { ...one, ...changes } : one)));
    const drop = () => change(uploads.filter(({ key }) => key !== upload.key));
    if (controller.signal.aborted) {
      drop();
      continue;
    }
    try {
      await call.upload(site, file, (sent) => set({ sent }), controller.signal);
      drop();
      refresh(["intakes"]);
    } catch (error) {
      if (controller.signal.aborted) drop();
      else set({ problem: error instanceof Error ? error.message : String(error), cancel: drop });
    }
  }
}
