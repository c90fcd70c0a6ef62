import { basicCredentials, encodeHttp } from "../encode/text.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne, speakOnce } from "./ways.ts";

/** The password that the maker printed into the manual. */
export const defaultCredentials: Scenario = {
  name: "default-credentials",
  title: "Login with a maker's default password",
  kind: "attack",
  technique: "T0812",
  detail: "A page of the device is opened over HTTP with basic credentials that its maker ships.",
  options: {},
  targets: [],
  play(cast) {
    oneByOne(cast, cast.targets.length, SECOND, (index) => {
      const target = cast.targets[index];
      speakOnce(
        cast,
        target,
        "http",
        80,
        ["read"],
        [
          ask((out) => {
            const fields = { Host: target.name, Authorization: basicCredentials("admin", "admin"), Accept: "*/*" };
            out.bytes(encodeHttp("GET /admin/ HTTP/1.1", fields));
          }),
          answer((out) => {
            out.bytes(
              encodeHttp("HTTP/1.1 200 OK", { "Content-Type": "text/html", "Content-Length": "12" }, "<html/>     "),
            );
          }),
        ],
      );
    });
  },
};
