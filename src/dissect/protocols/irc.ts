// IRC: RFC 1459, RFC 2812. Bots are led by it, and some monitoring still is.
// Not decoded: what is said in messages, which is told by its length; messages between servers but for their names.
import {
  type Answer,
  CERTAIN,
  DONE,
  dissector,
  LIKELY,
  type Likeness,
  MORE,
  NO,
  POSSIBLE,
  REFUSE,
} from "../dissector.ts";
import { type Operation, operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const LONGEST = 2048;
const COMMANDS = new Map<string, Operation>([
  ["PASS", operation("irc", "pass", "authenticate")],
  ["NICK", operation("irc", "nick", "identify")],
  ["USER", operation("irc", "user", "identify")],
  ["OPER", operation("irc", "oper", "authenticate")],
  ["CAP", operation("irc", "cap", "other")],
  ["AUTHENTICATE", operation("irc", "authenticate", "authenticate")],
  ["QUIT", operation("irc", "quit", "other")],
  ["JOIN", operation("irc", "join", "other")],
  ["PART", operation("irc", "part", "other")],
  ["MODE", operation("irc", "mode", "configure")],
  ["TOPIC", operation("irc", "topic", "configure")],
  ["NAMES", operation("irc", "names", "read")],
  ["LIST", operation("irc", "list", "read")],
  ["KICK", operation("irc", "kick", "control")],
  ["PRIVMSG", operation("irc", "privmsg", "other")],
  ["NOTICE", operation("irc", "notice", "other")],
  ["WHO", operation("irc", "who", "read")],
  ["WHOIS", operation("irc", "whois", "read")],
  ["PING", operation("irc", "ping", "other")],
  ["PONG", operation("irc", "pong", "other")],
  ["ERROR", operation("irc", "error", "other")],
  ["AWAY", operation("irc", "away", "other")],
  ["USERHOST", operation("irc", "userhost", "read")],
]);
const REPLY = operation("irc", "reply", "other");
const REFUSAL = operation("irc", "error_reply", "other");
/** Commands that only clients begin with, by which a conversation is known. */
const OPENINGS = /^(?:PASS \S|NICK \S|USER \S+ \S+ \S+ :?\S|CAP (?:LS|REQ|END))/;
const FROM_SERVER = /^:\S+ (?:\d{3}|NOTICE|PRIVMSG|JOIN|MODE|PING|NICK) \S/;

/** One line, without what it says. */
interface Line {
  prefix: string;
  command: string;
  parameters: string[];
  /** Letters of the last parameter, where it is free text. */
  textLength: number;
}

/** Chat between people, and commands to bots. */
export const irc = dissector({
  name: "irc",
  title: "IRC",
  standard: "RFC 1459",
  world: "it",
  carriage: [{ over: "tcp", ports: [6667, 6660, 6661, 6668, 6669, 7000] }],
  longest: LONGEST,
  probe: likenessOf,
  read(reader, talk): Answer {
    const text = reader.line(LONGEST);
    if (text === undefined) return reader.left() >= LONGEST || reader.complete ? REFUSE : MORE;
    reader.fence(reader.position - reader.start);
    if (text === "") return DONE;
    const line = readLine(text);
    const isReply = /^\d{3}$/.test(line.command);
    const named = COMMANDS.get(line.command);
    if (!isReply && named === undefined) return REFUSE;
    const fromServer = line.prefix !== "" || isReply;
    const channel = line.parameters.find((parameter) => /^[#&+!]\S{1,64}$/.test(parameter)) ?? "";
    if (channel !== "") talk.object(`channel ${channel}`);
    if (line.command === "PASS" || line.command === "OPER") {
      talk.note("sender", { kind: "credential", method: `IRC ${line.command}`, exposure: "clear" });
    } else if (line.command === "NICK" && !fromServer) {
      const name = (line.parameters[0] ?? "").slice(0, 64);
      talk.claim("sender", "user", name, 0.4, "IRC nickname");
      talk.note("sender", { kind: "session", protocol: "IRC", anonymous: false, name });
    } else if (isReply && line.command === "004") {
      talk.claim("sender", "software", `${line.parameters[2] ?? ""}`, 0.7, "IRC server version");
    }
    const isRefusal = isReply && line.command >= "400";
    if (isRefusal) talk.refused(`numeric_${line.command}`);
    const direction = isReply
      ? RESPONSE
      : line.command === "PING" || line.command === "PONG"
        ? UNDIRECTED
        : fromServer
          ? NOTICE
          : REQUEST;
    talk.emit(
      isRefusal ? REFUSAL : isReply ? REPLY : (named as Operation),
      direction,
      talk.detailed
        ? { command: line.command, ...(channel === "" ? {} : { channel }), text_length: line.textLength }
        : undefined,
    );
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const limit = Math.min(reader.left(), 512);
  let text = "";
  for (let at = 0; at < limit; at++) {
    const code = reader.peek(at);
    if (code === 10 || code === 13) break;
    if (code < 32 && code !== 1 && code !== 2 && code !== 3) return NO;
    text += String.fromCharCode(code);
  }
  if (OPENINGS.test(text)) return /^(?:NICK|USER|CAP)/.test(text) && text.length < limit ? CERTAIN : LIKELY;
  if (FROM_SERVER.test(text)) return LIKELY;
  const command = /^[A-Z]+(?= |$)/.exec(text)?.[0] ?? "";
  if (COMMANDS.has(command)) return POSSIBLE;
  return text.length < 4 && /^[A-Z:]*$/.test(text) && !reader.complete ? POSSIBLE : NO;
}

function readLine(text: string): Line {
  let rest = text;
  let prefix = "";
  if (rest.startsWith(":")) {
    const blank = rest.indexOf(" ");
    prefix = blank < 0 ? rest.slice(1) : rest.slice(1, blank);
    rest = blank < 0 ? "" : rest.slice(blank + 1);
  }
  const at = rest.indexOf(" :");
  const textLength = at < 0 ? 0 : rest.length - at - 2;
  const parts = (at < 0 ? rest : rest.slice(0, at)).split(" ").filter((part) => part !== "");
  return { prefix, command: (parts[0] ?? "").toUpperCase(), parameters: parts.slice(1, 16), textLength };
}
