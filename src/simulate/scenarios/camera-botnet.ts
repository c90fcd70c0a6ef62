import type { Scenario } from "../engine/scenario.ts";
import { SERVER } from "../engine/session.ts";
import { SECOND } from "../schedule.ts";
import { dialogue, oneByOne, speakOnce } from "./ways.ts";

/** An infected camera tries well-known names at the Telnet service of others. */
export const cameraBotnet: Scenario = {
  name: "camera-botnet",
  title: "Spread of a camera botnet in the manner of Mirai",
  kind: "attack",
  technique: "T1110",
  detail: "Telnet logins with several accounts at many devices in a row; the passwords are made up and refused.",
  options: {},
  targets: [],
  play(cast) {
    const accounts = ["root", "admin", "support"];
    oneByOne(cast, cast.targets.length * accounts.length, SECOND / 2, (index) => {
      const target = cast.targets[Math.floor(index / accounts.length)];
      const account = accounts[index % accounts.length];
      if (target === cast.actor) return;
      const texts = ["<login: ", `>${account}`, "<Password: ", `>sample-guess-${index}`, "<Login incorrect"];
      speakOnce(cast, target, "telnet", 23, ["authenticate"], dialogue(texts), SERVER);
    });
  },
};
