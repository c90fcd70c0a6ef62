import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of lines. */
export function lines(...list: readonly string[]): string {
  return hexText(list.map((line) => `${line}\r\n`).join(""));
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a bot reports", over: "tcp", port: 6667 },
    messages: [
      { from: "client", hex: lines("PASS secret", "NICK cam-7", "USER cam 0 * :camera") },
      {
        from: "server",
        hex: lines(":irc.example 001 cam-7 :Welcome", ":irc.example 004 cam-7 irc.example ircd-2.11 aoOirw"),
      },
      { from: "client", hex: lines("JOIN #hall") },
      {
        from: "server",
        hex: lines(":cam-7!cam@h JOIN #hall", ":boss!b@h PRIVMSG #hall :.status", "PING :irc.example"),
      },
      { from: "client", hex: lines("PONG :irc.example", "MODE #other +o x") },
      { from: "server", hex: lines(":irc.example 482 cam-7 #other :You're not channel operator") },
    ],
  },
];
