/** Reads every record of a capture and looks at no byte of it. */
import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";

const { sources } = await openCaptures([process.argv[2]], { hashed: false });
const frame = makeFrame();
let packets = 0;
let bytes = 0;
for (const source of sources) {
  do {
    while (source.next(frame)) {
      packets++;
      bytes += frame.end - frame.start;
    }
  } while (await source.fill());
}
console.log(JSON.stringify({ packets, bytes }));
