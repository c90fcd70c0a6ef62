// Algorithm negotiation and host keys: RFC 4253 sections 7 and 8; key formats by section 6.6, RFC 5656, RFC 8709.
// HASSH fingerprints by the method that Salesforce published (BSD-3-Clause).
import { asciiBytes, md5, sha256 } from "../../digest.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { SshMemory } from "./memory.ts";

const LISTS = [
  "kex_algorithms",
  "server_host_key_algorithms",
  "encryption_algorithms_client_to_server",
  "encryption_algorithms_server_to_client",
  "mac_algorithms_client_to_server",
  "mac_algorithms_server_to_client",
  "compression_algorithms_client_to_server",
  "compression_algorithms_server_to_client",
  "languages_client_to_server",
  "languages_server_to_client",
];

/** Algorithms that RFC 8758, 9142 and 8332 withdraw, or that hide nothing. */
const WEAK =
  /^(none|arcfour.*|.*-cbc|des.*|.*md5.*|hmac-sha1-96.*|diffie-hellman-group1-sha1|diffie-hellman-group-exchange-sha1|rsa1024-sha1|ssh-dss|ssh-rsa)$/;
const STRONG_RSA = 2048;

/** Reads the lists of a kexinit, which start behind its message number. */
export function readKexInit(reader: Reader, talk: Talk<SshMemory>, fields: Record<string, unknown> | undefined): void {
  const cookie = reader.hex(16);
  const offers: string[] = [];
  for (let index = 0; index < LISTS.length && reader.ok; index++) {
    const length = reader.u32();
    if (length > reader.left()) {
      reader.ok = false;
      break;
    }
    offers.push(reader.text(length));
  }
  const follows = reader.u8();
  const reserved = reader.u32();
  if (!reader.ok) {
    if (fields !== undefined) fields["cookie"] = cookie;
    return;
  }
  if (reserved !== 0) talk.fault("bad reserved field", reader.position - reader.start - 4);
  const side = talk.memory.sides[talk.side];
  side.offers = offers;
  const fromClient = talk.fromClient;
  const value = md5(
    asciiBytes(
      [offers[0], offers[fromClient ? 2 : 3], offers[fromClient ? 4 : 5], offers[fromClient ? 6 : 7]].join(";"),
    ),
  );
  talk.note("sender", { kind: "fingerprint", method: fromClient ? "HASSH" : "HASSH server", value });
  if (fields === undefined) return;
  fields["cookie"] = cookie;
  for (let index = 0; index < LISTS.length; index++) {
    fields[LISTS[index] as string] = offers[index] === "" ? [] : (offers[index] as string).split(",");
  }
  fields["first_kex_packet_follows"] = follows !== 0;
  fields[fromClient ? "hassh" : "hassh_server"] = value;
}

/** Once both offers are known: what they come to, by RFC 4253 section 7.1, and whether it is weak. */
export function tellNegotiated(talk: Talk<SshMemory>): void {
  const memory = talk.memory;
  const own = memory.sides[talk.side].offers;
  const other = memory.sides[talk.side === 0 ? 1 : 0].offers;
  if (own.length < LISTS.length || other.length < LISTS.length) return;
  const client = talk.fromClient ? own : other;
  const server = talk.fromClient ? other : own;
  const method = chosen(client[0] as string, server[0] as string);
  memory.groupExchange = method.includes("group-exchange");
  const about = talk.fromClient ? "receiver" : "sender";
  for (const index of [0, 1, 2, 4]) {
    const name = chosen(client[index] as string, server[index] as string);
    if (name === "") continue;
    // The message authentication of a cipher that brings its own is not used.
    if (index === 4 && /gcm|poly1305/.test(chosen(client[2] as string, server[2] as string))) continue;
    const weak = WEAK.test(name);
    if (weak || index === 2) talk.note(about, { kind: "cipher", protocol: "SSH", cipher: name, weak });
  }
}

function chosen(client: string, server: string): string {
  const offered = server.split(",");
  return client.split(",").find((name) => offered.includes(name)) ?? "";
}

/** Reads the host key of a reply of the key exchange: its kind, length and fingerprint. */
export function readHostKey(reader: Reader, talk: Talk<SshMemory>, fields: Record<string, unknown> | undefined): void {
  const length = reader.u32();
  if (!reader.ok || length > reader.left()) {
    reader.ok = false;
    return;
  }
  const start = reader.position;
  const outer = reader.narrow(length);
  const kind = reader.text(Math.min(reader.u32(), 64));
  let bits = 0;
  if (kind === "ssh-rsa") {
    reader.skip(reader.u32());
    bits = integerBits(reader);
  } else if (kind === "ssh-dss") bits = integerBits(reader);
  const readable = reader.ok;
  reader.ok = true;
  reader.widen(outer);
  if (!readable || kind === "") {
    talk.fault("bad host key", start - reader.start);
    return;
  }
  const fingerprint = sha256(reader.bytes, start, start + length);
  talk.note("sender", { kind: "fingerprint", method: "SSH host key", value: `SHA256:${fingerprint}`, detail: kind });
  if (bits > 0 && bits < STRONG_RSA) {
    talk.note("sender", { kind: "cipher", protocol: "SSH", cipher: `${kind} host key of ${bits} bits`, weak: true });
  }
  if (fields === undefined) return;
  fields["host_key_type"] = kind;
  if (bits > 0) fields["host_key_bits"] = bits;
  fields["host_key_sha256"] = fingerprint;
}

function integerBits(reader: Reader): number {
  const length = reader.u32();
  if (!reader.ok || length === 0 || length > reader.left()) {
    reader.ok = false;
    return 0;
  }
  const first = reader.peek();
  reader.skip(length);
  return length * 8 - (first === 0 ? 8 : Math.clz32(first) - 24);
}
