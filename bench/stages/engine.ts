import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";
import { Engine } from "../../src/dissect/engine.ts";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";
import { registryOf } from "../../src/dissect/registry.ts";

/** Runs the engine over one capture, with or without dissectors, and prints what it counted. */
export async function runEngine(path: string, flowsOnly: boolean): Promise<void> {
  let flows = 0;
  const listener = {
    message: () => {},
    flowEnded: () => {
      flows++;
    },
  };
  const engine = new Engine(registryOf(PROTOCOLS), listener, { detailed: false, flowsOnly });
  const { sources } = await openCaptures([path], { hashed: false });
  const frame = makeFrame();
  for (const source of sources) {
    do {
      while (source.next(frame)) engine.frame(frame);
    } while (await source.fill());
  }
  engine.finish();
  const { frames, messages, bugs } = engine.counts;
  console.log(JSON.stringify({ packets: frames, flows, messages, bugs: bugs.size }));
}
