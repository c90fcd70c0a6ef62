import { KIND_MAC } from "../dissect/addresses.ts";
import type { Conversation } from "../dissect/conversation.ts";
import { ENCRYPTED_RADIO_TYPE } from "../dissect/packet.ts";
import { BLUETOOTH_TYPE, WPAN_TYPE } from "../dissect/radio/link.ts";
import { TUNNEL_NAMES } from "../dissect/tunnels.ts";

/** What a flow is called in links and shares. */
export interface FlowName {
  protocol: string;
  transport: string;
  port: number;
  encrypted: boolean;
  /** What the type of its frames alone calls a flow of hardware addresses, whatever is spoken in it; "" of others. */
  carriedAs: string;
}

// IANA protocol numbers and EtherTypes that traffic is commonly named by; the rest go by number.
const IP_PROTOCOLS: Readonly<Record<number, string>> = {
  1: "icmp",
  2: "igmp",
  6: "tcp",
  17: "udp",
  47: "gre",
  50: "esp",
  51: "ah",
  58: "icmpv6",
  88: "eigrp",
  89: "ospf",
  103: "pim",
  112: "vrrp",
  132: "sctp",
};
const ETHERTYPES: Readonly<Record<number, string>> = {
  2048: "ipv4 (broken)",
  2054: "arp",
  34525: "ipv6 (broken)",
  [ENCRYPTED_RADIO_TYPE]: "encrypted 802.11",
  [WPAN_TYPE]: "802.15.4",
  [BLUETOOTH_TYPE]: "bluetooth le",
  34827: "ppp",
  34916: "pppoe discovery",
  34962: "profinet",
  34978: "homeplug",
  34980: "ethercat",
  34987: "powerlink",
  34996: "iec61850 gse",
  35000: "goose",
  35001: "gse management",
  35002: "sampled values",
  35020: "lldp",
  35021: "sercos iii",
  35043: "mrp",
  35063: "ptp",
  34958: "eapol",
  36864: "loopback test",
  25944: "transparent bridging",
  4096: "trailer",
};
const LLC_TYPES: Readonly<Record<number, string>> = {
  66: "stp",
  130: "bacnet (llc)",
  224: "ipx",
  240: "netbios",
  254: "iso",
};

/**
 * The protocol of a flow: what its innermost busiest dissector is called, else transport and port. `keyKind` is the
 * flow's first cell; `upper` the organization bits of link-layer flows; `port` the server's.
 */
export function nameOfFlow(
  conversation: Conversation | undefined,
  keyKind: number,
  upper: number,
  port: number,
): FlowName {
  const kind = keyKind >> 16;
  const number = keyKind & 0xffff;
  if (kind === KIND_MAC) {
    const known = conversation !== undefined && conversation.messages > 0 ? speakingOf(conversation) : undefined;
    const carriedAs = typeName(upper, number);
    return {
      protocol: known?.name ?? carriedAs,
      transport: "ethernet",
      port: 0,
      encrypted: known?.encrypted ?? number === ENCRYPTED_RADIO_TYPE,
      carriedAs,
    };
  }
  if (number > 255) {
    const protocol = TUNNEL_NAMES[number - 256] ?? "tunnel";
    return { protocol, transport: "tunnel", port: 0, encrypted: false, carriedAs: "" };
  }
  const transport = IP_PROTOCOLS[number] ?? `ip ${number}`;
  const hasPorts = number === 6 || number === 17 || number === 132;
  if (conversation !== undefined && conversation.messages > 0) {
    const { name, encrypted } = speakingOf(conversation);
    return { protocol: name, transport: hasPorts ? transport : "ip", port, encrypted, carriedAs: "" };
  }
  if (!hasPorts) return { protocol: transport, transport: "ip", port: 0, encrypted: number === 50, carriedAs: "" };
  // Only the first fragment of a packet has ports.
  const name = port === 0 ? `${transport} fragments` : `${transport} ${port}`;
  return { protocol: name, transport, port, encrypted: false, carriedAs: "" };
}

/** What a conversation is about, and whether that is hidden. */
interface Speaking {
  name: string;
  encrypted: boolean;
}

/**
 * The protocol that says most of what a conversation is about: the innermost one that said anything. What one side only
 * passes on for another is not what the two speak. Where TLS took over from another (as from RDP), that one tells what
 * for, however little it said.
 */
function speakingOf(conversation: Conversation): Speaking {
  let best: Conversation | undefined;
  let before: Conversation | undefined;
  for (const child of conversation.children) {
    if (child.messages === 0 || child.relay !== undefined) continue;
    if (child.isBeside && child.messages <= conversation.messages) continue;
    if (best === undefined || child.messages > best.messages) best = child;
    if (child.dissector.encrypted !== true && (before === undefined || child.messages > before.messages))
      before = child;
  }
  const { name, encrypted = false } = conversation.dissector;
  if (best === undefined) return { name, encrypted };
  const speaking = speakingOf(best);
  if (best.dissector.encrypted !== true || before === undefined) return speaking;
  return { name: speakingOf(before).name, encrypted: true };
}

function typeName(upper: number, number: number): string {
  const type = upper > 0 ? undefined : ETHERTYPES[number];
  if (type !== undefined) return type;
  return upper > 0 || number < 1536 ? llcName(upper, number) : `ethertype 0x${number.toString(16).padStart(4, "0")}`;
}

function llcName(upper: number, number: number): string {
  if (upper === 0x1000 || upper === 0) return LLC_TYPES[number] ?? `llc 0x${number.toString(16).padStart(2, "0")}`;
  return `snap ${(upper & 0xfff).toString(16)}:${number.toString(16).padStart(4, "0")}`;
}
