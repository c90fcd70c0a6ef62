import { ACCESS_ACCEPT, ACCESS_REJECT, accessAnswer, accessRequest } from "../encode/radius.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { textOption, udpTalk } from "../engine/talk.ts";

/** A device asks the directory whether an administrator may come in; now and then somebody mistypes. */
export const radius = udpTalk({
  name: "radius",
  title: "RADIUS log-ins of administrators",
  port: 1812,
  every: 240,
  byPeople: true,
  options: { user: "who logs in, operator unless told" },
  make(pair) {
    const { client, random } = pair;
    const user = textOption(pair, "user", "operator");
    let identifier = 0;
    pair.acts("authenticate");
    const chance = () => Array.from({ length: 32 }, () => random.between(0, 255));
    const round: Step[] = [
      ask((out) => {
        identifier = (identifier + 1) & 255;
        accessRequest(out, identifier, user, { name: client.name, address: client.ip }, chance());
      }),
      answer((out) => {
        const isRight = !random.chance(0.1);
        accessAnswer(
          out,
          isRight ? ACCESS_ACCEPT : ACCESS_REJECT,
          identifier,
          chance(),
          isRight ? "" : "wrong password",
        );
      }),
    ];
    return { round: () => round };
  },
});
