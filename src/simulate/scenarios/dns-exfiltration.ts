import { encodeDns } from "../encode/dns.ts";
import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number, oneByOne } from "./ways.ts";

const TXT = 16;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** Random bytes leave in names that are asked for. */
export const dnsExfiltration: Scenario = {
  name: "dns-exfiltration",
  title: "Data carried out in DNS names",
  kind: "attack",
  technique: "T1048",
  detail: "Questions for long names that are never the same, all under one domain; the letters are random.",
  options: { queries: "how many, 120 unless told" },
  targets: [],
  play(cast) {
    const { world, actor, targets, random } = cast;
    const [server] = targets;
    const port = actor.nextPort++;
    world.ledger.link(actor.name, server.name, "dns", "udp", 53, "other");
    oneByOne(cast, number(cast, "queries", 120), SECOND / 4, () => {
      const label = () => Array.from({ length: 50 }, () => LETTERS[random.between(0, 31)]).join("");
      const name = `${label()}.${label()}.cdn.example.net`;
      const identifier = random.between(0, 0xffff);
      const question = [{ name, type: TXT, class: 1 }];
      const arrived = world.sendUdp(
        actor,
        port,
        server,
        53,
        world.out.reset().bytes(encodeDns(identifier, 0x0100, question, [])),
      );
      world.queue.call(arrived + 12_000_000, () => {
        world.sendUdp(server, 53, actor, port, world.out.reset().bytes(encodeDns(identifier, 0x8183, question, [])));
      });
    });
  },
};
