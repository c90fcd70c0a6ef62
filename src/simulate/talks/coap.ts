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
        coapContent(out, message, message ^ 0x5555).text("{");
        process?.physics.points.forEach((point, index) => {
          out
            .text(index === 0 ? '"' : ',"')
            .text(point.name)
            .text('":');
          out.hundredths(process.read(index, world.queue.now));
        });
        out.text("}");
      }),
    ];
    return { round: () => round };
  },
});
