import { encodeNtp, type Moment } from "../encode/ntp.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import type { Device, Pair } from "../engine/talk.ts";
import { udpTalk } from "../engine/talk.ts";
import { SECOND } from "../schedule.ts";

/** Sets the client's clock. */
export const ntp = udpTalk({
  name: "ntp",
  title: "NTP",
  port: 123,
  clientPort: 123,
  every: 64,
  make(pair) {
    pair.acts("time");
    let asked: Moment = { seconds: 0, nanoseconds: 0 };
    const round: Step[] = [
      ask((out) => {
        asked = clockOf(pair, pair.client);
        out.bytes(encodeNtp(3, null, null, asked));
      }),
      answer((out) => {
        const now = clockOf(pair, pair.server);
        out.bytes(encodeNtp(4, asked, now, now));
      }),
    ];
    return { round: () => round };
  },
});

/** What time a device thinks it is. */
export function clockOf({ world }: Pick<Pair, "world">, device: Device): Moment {
  const time = world.queue.now + device.clockError;
  const whole = Math.floor(time / SECOND);
  return { seconds: world.epoch + whole, nanoseconds: time - whole * SECOND };
}
