import { ask, type Step } from "../engine/script.ts";
import { numberOption, udpTalk } from "../engine/talk.ts";
import { STREAM_FROM, STREAM_TO } from "./rtsp.ts";

/** The pictures themselves, from camera to recorder: RTP (RFC 3550) with made-up content. */
export const rtp = udpTalk({
  name: "rtp",
  title: "RTP stream of a camera",
  port: STREAM_TO,
  clientPort: STREAM_FROM,
  every: 0.2,
  options: { size: "bytes per packet, 900 unless told" },
  make(pair) {
    const size = numberOption(pair, "size", 900);
    const source = pair.random.next();
    const content = pair.random.bytes(size);
    let sequence = pair.random.between(0, 0xffff);
    let time = pair.random.next();
    pair.acts("other");
    const round: Step[] = [
      ask((out) => {
        sequence = (sequence + 1) & 0xffff;
        time += pair.every * 0.00009;
        content[0] = 0x41;
        out
          .u8(0x80, 0xe0)
          .u16(sequence)
          .u32(time % 4294967296)
          .u32(source)
          .bytes(content);
      }),
    ];
    return { round: () => round };
  },
});
