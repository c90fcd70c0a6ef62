import type { Readable } from "node:stream";
import { Problem } from "./problem.ts";

/**
 * Bytes of an upload as they come. Throws a Problem when they are more than `limit` (0 for any number), when they stand
 * still for `pause` milliseconds, or when the sender goes away before the end.
 */
export async function* meteredUpload(body: Readable, limit: number, pause: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      body.destroy(new Problem("too-slow", `Nothing came for ${Math.round(pause / 1000)} s. Send the capture again.`));
    }, pause);
  };
  wait();
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      size += chunk.length;
      if (limit > 0 && size > limit) throw tooLarge(limit);
      yield chunk;
      wait();
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem("bad-request", "The upload broke off. Nothing of it is kept; send it again.");
  } finally {
    clearTimeout(timer);
  }
}

/** What a person is told when an upload is larger than allowed. */
export function tooLarge(limit: number): Problem {
  return new Problem("too-large", `An upload may have ${limit} bytes here. Cut the capture, or raise "upload".`);
}
