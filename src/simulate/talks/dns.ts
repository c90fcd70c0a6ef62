import { A, addressRecord, encodeDns } from "../encode/dns.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { textOption, udpTalk } from "../engine/talk.ts";

const NAMES = ["www", "files", "mail", "updates", "time", "portal", "print", "intranet"];

/** Asks a name server for names of its domain. */
export const dns = udpTalk({
  name: "dns",
  title: "DNS look-ups",
  port: 53,
  every: 30,
  byPeople: true,
  options: { domain: "domain of the names, example.com unless told" },
  make(pair) {
    const domain = textOption(pair, "domain", "example.com");
    let identifier = 0;
    let name = "";
    pair.acts("other");
    const round: Step[] = [
      ask((out) => {
        identifier = pair.random.between(0, 0xffff);
        name = `${NAMES[pair.random.between(0, NAMES.length - 1)]}.${domain}`;
        out.bytes(encodeDns(identifier, 0x0100, [{ name, type: A, class: 1 }], []));
      }),
      answer((out) => {
        const ip = 0xcb007100 + ((name.length * 7) % 250);
        out.bytes(encodeDns(identifier, 0x8180, [{ name, type: A, class: 1 }], [addressRecord(name, ip, 3600)]));
      }),
    ];
    return { round: () => round };
  },
});
