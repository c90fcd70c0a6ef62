import {
  encodeConnect,
  encodeConnectAcknowledgment,
  encodePing,
  encodeSubscribe,
  encodeSubscribeAcknowledgment,
} from "../encode/mqtt.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk } from "../engine/talk.ts";
import { publish, publishersOf } from "./mqtt.ts";

/** Takes what others publish to the broker. */
export const mqttSubscribe = tcpTalk({
  name: "mqtt-subscribe",
  title: "MQTT 3.1.1 subscription",
  protocol: "mqtt",
  port: 1883,
  every: 5,
  make(pair) {
    const { client, server, world } = pair;
    pair.acts("read");
    let rounds = 0;
    const opening: Step[] = [
      ask((out) => out.bytes(encodeConnect(client.name, 60))),
      answer((out) => out.bytes(encodeConnectAcknowledgment())),
      ask((out) => out.bytes(encodeSubscribe(1, "site/#"))),
      answer((out) => out.bytes(encodeSubscribeAcknowledgment(1))),
    ];
    const ping: Step[] = [ask((out) => out.bytes(encodePing(false))), answer((out) => out.bytes(encodePing(true)))];
    const pass: Step[] = [
      answer((out) => {
        const publishing = publishersOf(world, server);
        if (publishing.length === 0) return;
        const device = publishing[pair.random.between(0, publishing.length - 1)];
        publish(out, world, device, 0);
      }),
    ];
    return { opening, round: () => (++rounds % 10 === 0 ? ping : pass) };
  },
});
