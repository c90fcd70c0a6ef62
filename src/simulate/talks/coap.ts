import { coapContent, coapGet } from "../encode/coap.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tellPoints, udpTalk } from "../engine/talk.ts";

/** Asks a small device for its values. */
export const coap = udpTalk({
  name: "coap",
  title: "CoAP reading",
  port: 5683,
  every: 30,
  make(pair) {
    const { server, world } = pair;
    const { process } = server;
    let message = pair.random.between(0, 0xffff);
    pair.acts("read");
    tellPoints(pair, server, "coap", 1, (_, name) => `resource /meter, "${name}"`);
    const round: Step[] = [
      ask((out) => {
        message = (message + 1) & 0xffff;
        coapGet(out, message, message ^ 0x5555, ["meter"]);
      }),
      answer((out) => {
        const points = process?.physics.points ?? [];
        const parts = points.map(
          (point, index) => `"${point.name}":${(process?.read(index, world.queue.now) ?? 0).toFixed(2)}`,
        );
        coapContent(out, message, message ^ 0x5555, `{${parts.join(",")}}`);
      }),
    ];
    return { round: () => round };
  },
});
