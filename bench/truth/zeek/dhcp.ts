import type { DissectedMessage } from "../field.ts";
import { field } from "../field.ts";
import { address, number, text } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

interface Option {
  code: number;
  value: unknown;
}

const isOf = (...operations: string[]) => {
  return (message: DissectedMessage) => operations.includes(message["operation"] as string);
};
/** What begins a line of its own: the first message of a client's exchange. */
const isFirst = isOf("discover", "release", "inform");
const option = (code: number) => (one: unknown) => ((one as Option).code === code ? (one as Option).value : undefined);

/** Exchanges of clients with servers: one line each, so values are those of the message that the line keeps. */
export const dhcp: LogMap = {
  log: "dhcp",
  protocol: "dhcp",
  whole: true,
  fields: [
    field("operation", "msg_types", text, { turn: (value) => (value as string).toUpperCase() }),
    field("chaddr", "mac", address, { when: isFirst }),
    field("options", "host_name", text, { name: "host name", when: isFirst, turn: option(12) }),
    field("options", "domain", text, { name: "domain name", when: isOf("ack"), turn: option(15) }),
    field("options", "lease_time", number, { name: "lease time", when: isOf("ack"), turn: option(51) }),
    field("options", "server_message", text, { name: "message", when: isOf("nak"), turn: option(56) }),
    field("yiaddr", "assigned_addr", address, { when: isOf("ack") }),
    field("destination", "client_addr", address, { name: "address of the client", when: isOf("offer") }),
    field("source", "server_addr", address, { name: "address of the server", when: isOf("ack") }),
  ],
};
