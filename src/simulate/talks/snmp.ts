import { encodeSnmp, GET_REQUEST, RESPONSE, type SnmpValue } from "../encode/snmp.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { textOption, udpTalk } from "../engine/talk.ts";

const SYSTEM = "1.3.6.1.2.1.1.";

/** Reads the system group, as monitoring does. */
export const snmp = udpTalk({
  name: "snmp",
  title: "SNMP version 2c monitoring",
  port: 161,
  every: 60,
  options: { community: "community, public unless told" },
  make(pair) {
    const { server, world } = pair;
    const community = textOption(pair, "community", "public");
    const description = [server.type.vendor, server.type.model, server.firmware]
      .filter((text) => text !== "")
      .join(" ");
    pair.acts("read");
    pair.tells(server, "hostName");
    let request = pair.random.between(1, 0x3fffffff);
    const objects = ["1.0", "3.0", "5.0"].map((tail) => `${SYSTEM}${tail}`);
    const round: Step[] = [
      ask((out) => {
        request++;
        const asked = objects.map((object) => ({ object, value: { kind: "nothing" } as SnmpValue }));
        out.bytes(encodeSnmp(community, GET_REQUEST, request, asked));
      }),
      answer((out) => {
        const ticks = Math.floor(world.queue.now / 10_000_000) + 4_000_000;
        const values: SnmpValue[] = [
          { kind: "text", value: description },
          { kind: "ticks", value: ticks },
          { kind: "text", value: server.name },
        ];
        const told = objects.map((object, index) => ({ object, value: values[index] }));
        out.bytes(encodeSnmp(community, RESPONSE, request, told));
      }),
    ];
    return { round: () => round };
  },
});
