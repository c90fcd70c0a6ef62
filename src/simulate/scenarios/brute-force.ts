import type { Scenario } from "../engine/scenario.ts";
import { SERVER } from "../engine/session.ts";
import { SECOND } from "../schedule.ts";
import { dialogue, number, oneByOne, speakOnce } from "./ways.ts";

/** Many wrong passwords for one account over FTP. */
export const bruteForce: Scenario = {
  name: "brute-force",
  title: "Guessing of passwords over FTP",
  kind: "attack",
  technique: "T1110",
  detail: "Many logins in a row that are all refused; the guesses are made up.",
  options: { tries: "how many guesses per target, 30 unless told" },
  targets: [],
  play(cast) {
    const tries = number(cast, "tries", 30);
    oneByOne(cast, cast.targets.length * tries, SECOND / 2, (index) => {
      const target = cast.targets[Math.floor(index / tries)];
      speakOnce(
        cast,
        target,
        "ftp",
        21,
        ["authenticate"],
        dialogue([
          "<220 FTP server ready.",
          ">USER admin",
          "<331 Password required for admin.",
          `>PASS sample-guess-${index % tries}`,
          "<530 Login incorrect.",
          ">QUIT",
          "<221 Goodbye.",
        ]),
        SERVER,
      );
    });
  },
};
