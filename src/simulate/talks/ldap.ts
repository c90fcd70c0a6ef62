import { searchAnswer, searchRequest, unbindRequest } from "../encode/ldap.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk, textOption } from "../engine/talk.ts";

/** Asks a directory what it holds, as each member of a domain does before it signs in. */
export const ldap = tcpTalk({
  name: "ldap",
  title: "LDAP look at the root of a directory",
  port: 389,
  every: 300,
  fresh: true,
  byPeople: true,
  options: { domain: "domain of the directory, example.com unless told" },
  make(pair) {
    const domain = textOption(pair, "domain", "example.com");
    const base = domain
      .split(".")
      .map((label) => `DC=${label}`)
      .join(",");
    pair.acts("read");
    const round: Step[] = [
      ask((out) => out.bytes(searchRequest(1, "", 0, ["defaultNamingContext", "supportedLDAPVersion"]))),
      answer((out) =>
        out.bytes(
          searchAnswer(1, "", [
            ["defaultNamingContext", base],
            ["supportedLDAPVersion", "3"],
          ]),
        ),
      ),
      ask((out) => out.bytes(unbindRequest(2))),
    ];
    return { round: () => round };
  },
});
