import { encodeHttp } from "../encode/text.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne, speakOnce } from "./ways.ts";

/** The dose limits of infusion pumps are replaced by somebody who is no pharmacist. */
export const pumpReconfiguration: Scenario = {
  name: "pump-reconfiguration",
  title: "Dose limits of infusion pumps changed",
  kind: "attack",
  technique: "T0836",
  detail: "An HTTP request without any sign-in puts a new library of dose limits onto each pump.",
  options: {},
  targets: ["infusion-pump"],
  play(cast) {
    oneByOne(cast, cast.targets.length, 3 * SECOND, (index) => {
      const target = cast.targets[index];
      const library = JSON.stringify({
        library: "WARD-A",
        version: 99,
        limits: [{ drug: "sample", hard_max_ml_h: 999 }],
      });
      speakOnce(
        cast,
        target,
        "http",
        80,
        ["write"],
        [
          ask((out) => {
            const fields = {
              Host: target.name,
              "Content-Type": "application/json",
              "Content-Length": String(library.length),
            };
            out.bytes(encodeHttp("PUT /config/drug-library HTTP/1.1", fields, library));
          }),
          answer((out) => out.bytes(encodeHttp("HTTP/1.1 204 No Content", { "Content-Length": "0" }))),
        ],
      );
    });
  },
};
