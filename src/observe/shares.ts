import type { ProtocolShare } from "../model/assessment.ts";
import type { Ledger } from "./ledger.ts";
import type { ProtocolTraits } from "./site.ts";

/** Each protocol's share of the traffic, most bytes first; `traits` give the names for people. */
export function protocolShares(ledger: Ledger, traits: ReadonlyMap<string, ProtocolTraits>): ProtocolShare[] {
  const shares = new Map<string, ProtocolShare>();
  for (const link of ledger.links.values()) {
    // Outer tunnel packets are counted with what they carry.
    if (link.transport === "tunnel") continue;
    const key = `${link.protocol} ${link.transport}`;
    const known = shares.get(key) ?? {
      protocol: link.protocol,
      title: traits.get(link.protocol)?.title ?? link.protocol,
      transport: link.transport,
      frames: 0,
      bytes: 0,
      messages: 0,
      faults: 0,
      state: "unknown",
    };
    known.frames += link.frames;
    known.bytes += link.bytes;
    known.messages += link.messages;
    for (const fault of link.faults) known.faults += fault.count;
    const state = stateOf(link.dissected, link.encrypted, link.payloadBytes);
    if (rankOf(state) > rankOf(known.state) || known.frames === link.frames) known.state = state;
    shares.set(key, known);
  }
  return [...shares.values()].sort((one, other) => {
    if (one.bytes !== other.bytes) return other.bytes - one.bytes;
    const oneKey = `${one.protocol} ${one.transport}`;
    return oneKey < `${other.protocol} ${other.transport}` ? -1 : 1;
  });
}

function stateOf(dissected: boolean, encrypted: boolean, payloadBytes: number): string {
  if (encrypted) return "encrypted";
  if (dissected) return "dissected";
  return payloadBytes === 0 ? "no payload" : "not dissected";
}

function rankOf(state: string): number {
  return ["no payload", "unknown", "not dissected", "encrypted", "dissected"].indexOf(state);
}
