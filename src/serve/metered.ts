import type { Readable } from "node:stream";
import { Problem } from "./problem.ts";

/**
 * Bytes of an upload as they come. Throws a Problem when they are more than `limit` (0 for any number), when they stand
 * still for `pause` milliseconds, or when the sender goes away before the end. The connection stays for the answer.
 */
export async function* meteredUpload(body: Readable, limit: number, pause: number): AsyncGenerator<Uint8Array> {
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  for (let size = 0; ; ) {
    const next = await within(chunks.next(), pause);
    if (next.done === true) return;
    size += next.value.length;
    if (limit > 0 && size > limit) throw tooLarge(limit);
    yield next.value;
  }
}

/** What a person is told when an upload is larger than allowed. */
export function tooLarge(limit: number): Problem {
  return new Problem("too-large", `An upload may have ${limit} bytes here. Cut the capture, or raise "upload".`);
}

async function within<Value>(work: Promise<Value>, pause: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const problem = new Problem("too-slow", `Nothing came for ${Math.round(pause / 1000)} s. Send the capture again.`);
    timer = setTimeout(reject, pause, problem);
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem("bad-request", "The upload broke off. Nothing of it is kept; send it again.");
  } finally {
    clearTimeout(timer);
  }
}
