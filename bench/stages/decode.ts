/** Walks, and finds link, network and transport of every frame. */
import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";
import { Packet } from "../../src/dissect/packet.ts";

const { sources } = await openCaptures([process.argv[2]], { hashed: false });
const frame = makeFrame();
const packet = new Packet();
let packets = 0;
let flawed = 0;
for (const source of sources) {
  do {
    while (source.next(frame)) {
      packet.decode(frame.bytes, frame.start, frame.end, frame.linkType);
      packets++;
      if (packet.flaw !== 0) flawed++;
    }
  } while (await source.fill());
}
console.log(JSON.stringify({ packets, flawed }));
