// Neighbor discovery: RFC 4861 section 4; inverse RFC 3122 section 2. What it says of addresses is told as bindings.
import { readV6, v6TextOf } from "../../addresses.ts";
import type { OpenRequests } from "../../pairing.ts";
import { pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { readOptions } from "./options.ts";

const PREFERENCES = ["medium", "high", "reserved", "low"];

export function routerSolicitation(reader: Reader, talk: Talk<OpenRequests>): object {
  reader.skip(4);
  const { links, options } = readOptions(reader, talk);
  bind(talk, links.source, talk.senderAddress());
  return { options };
}

export function routerAdvertisement(reader: Reader, talk: Talk<OpenRequests>): object {
  const start = reader.position;
  const hopLimit = reader.u8();
  const flags = reader.u8();
  const lifetime = reader.u16();
  const reachable = reader.u32();
  const retransmission = reader.u32();
  // A lifetime of zero says that the sender is no default router.
  if (reader.ok && lifetime > 0) {
    talk.claim("sender", "role", "router", 0.7, "NDP router advertisement", start, reader.position);
  }
  const { links, options } = readOptions(reader, talk);
  bind(talk, links.source, talk.senderAddress());
  return {
    current_hop_limit: hopLimit,
    managed: (flags & 0x80) !== 0,
    other_configuration: (flags & 0x40) !== 0,
    home_agent: (flags & 0x20) !== 0,
    router_preference: (flags >> 3) & 3,
    router_preference_name: PREFERENCES[(flags >> 3) & 3],
    proxy: (flags & 4) !== 0,
    router_lifetime: lifetime,
    reachable_time: reachable,
    retransmission_timer: retransmission,
    options,
  };
}

/** Solicitation (135) and advertisement (136). */
export function neighbor(reader: Reader, talk: Talk<OpenRequests>, type: number): object | undefined {
  const start = reader.position;
  const flags = reader.u8();
  reader.skip(3);
  const mark = targetMark(reader);
  const at = reader.position;
  reader.skip(16);
  const isComplete = reader.ok;
  const { links, options } = readOptions(reader, talk);
  if (isComplete) pair(talk, type === 135, mark);
  if (type === 136 && isComplete && (flags & 0x80) !== 0) {
    talk.claim("sender", "role", "router", 0.6, "NDP router flag", start, start + 1);
  }
  const wantsTarget = talk.detailed || (type === 136 && links.target !== "");
  const target = isComplete && wantsTarget ? v6TextOf(reader.bytes, at) : "";
  const wantsSender = type === 135 && (talk.detailed || links.source !== "");
  const sender = wantsSender ? talk.senderAddress() : "";
  if (type === 136) bind(talk, links.target, target, { to: talk.receiverAddress() });
  else if (links.source !== "")
    bind(talk, links.source, sender, { asks: isComplete ? v6TextOf(reader.bytes, at) : "" });
  if (!talk.detailed) return undefined;
  if (type === 135) return { target_address: target, duplicate_address_detection: sender === "::", options };
  return {
    router: (flags & 0x80) !== 0,
    solicited: (flags & 0x40) !== 0,
    override: (flags & 0x20) !== 0,
    target_address: target,
    options,
  };
}

export function redirect(reader: Reader, talk: Talk<OpenRequests>): object {
  reader.skip(4);
  const target = readV6(reader);
  const destination = readV6(reader);
  const { links, options } = readOptions(reader, talk);
  bind(talk, links.target, target);
  return { target_address: target, destination_address: destination, options };
}

/** Which network address a hardware address has: solicitation (141) and advertisement (142). */
export function inverseNeighbor(reader: Reader, talk: Talk<OpenRequests>, type: number): object {
  reader.skip(4);
  const { links, options } = readOptions(reader, talk);
  pair(talk, type === 141, type === 141 ? markOf(links.target) : markOf(links.source));
  bind(talk, links.source, talk.senderAddress());
  return { options };
}

function bind(talk: Talk<OpenRequests>, mac: string, ip: string, more: { asks?: string; to?: string } = {}): void {
  if (mac.length !== 12 || /^(0*|f*)$/.test(mac) || ip === "" || ip === "::") return;
  const { asks = "", to = "" } = more;
  // What is told to a group is told to nobody in particular.
  const told = to.startsWith("ff") ? "" : to;
  talk.note(
    { mac },
    {
      kind: "binding",
      method: "NDP",
      mac,
      ip,
      ...(asks === "" ? {} : { asks }),
      ...(told === "" ? {} : { to: told }),
    },
  );
}

/** The last four bytes of the target address, with its first two mixed in: enough to tell neighbors apart. */
function targetMark(reader: Reader): number {
  if (reader.left() < 16) return 0;
  return ((reader.peek16(12) << 16) | reader.peek16(14)) ^ reader.peek16(0);
}

function markOf(mac: string): number {
  return mac === "" ? 0 : Number.parseInt(mac.slice(-8), 16) | 0;
}
