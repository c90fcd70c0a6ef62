// Supervision of redundant networks (PRP and HSR): IEC 62439-3 section 4.3 (PRP) and 5.3 (HSR).
// Not decoded: PRP trailers and HSR tags of other frames, and octets of makers behind the known parts.
import { macText } from "../addresses.ts";
import { DONE, dissector, LIKELY, NO } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Talk } from "../talk.ts";
import { NOTICE } from "../talk.ts";

const END = 0;
const RED_BOX = 30;
const VIRTUAL = 31;
const NODE_TYPES = operationTable("prp", [
  [20, "prp_supervision_duplicate_discard", "other"],
  [21, "prp_supervision_duplicate_accept", "other"],
  [22, "prp_supervision", "other"],
  [23, "hsr_supervision", "other"],
]);
const MOST_TLVS = 8;
const MOST_TOLD = 64;

interface Memory {
  /** Hardware addresses of nodes that were told. */
  told: Set<string>;
}

/** Each node of a redundant network says that it is there, on both networks or both ways of the ring. */
export const prp = dissector<Memory>({
  name: "prp",
  aliases: ["hsr"],
  title: "PRP/HSR supervision",
  standard: "IEC 62439-3",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "ethernet", types: [0x88fb] }],
  remember: () => ({ told: new Set() }),
  probe(reader) {
    const version = reader.u16() & 0xfff;
    if (version > 1) return NO;
    reader.skip(2);
    const type = reader.u8();
    const length = reader.u8();
    return NODE_TYPES.has(type) && (length === 6 || length === 12) ? LIKELY : NO;
  },
  read(reader, talk) {
    const head = reader.u16();
    const path = head >> 12;
    const version = head & 0xfff;
    const sequence = reader.u16();
    const tlvs: object[] = [];
    let kind = -1;
    let node = "";
    for (let count = 0; reader.left() >= 2 && count < MOST_TLVS; count++) {
      const type = reader.u8();
      const length = reader.u8();
      if (type === END) break;
      if (length > reader.left()) {
        if (!reader.cutByCapture) talk.fault("bad length", reader.position - reader.start - 1);
        break;
      }
      const outer = reader.narrow(length);
      if (NODE_TYPES.has(type)) {
        kind = type;
        node = reader.hex(6);
        const second = reader.left() >= 6 ? reader.hex(6) : "";
        if (talk.detailed)
          tlvs.push({
            type,
            length,
            mac_address: macText(node),
            ...(second === "" ? undefined : { mac_address_b: macText(second) }),
          });
        if (reader.ok) tell(talk, node, type === 23 ? "HSR node" : "PRP node");
      } else if (type === RED_BOX || type === VIRTUAL) {
        const other = reader.hex(6);
        if (talk.detailed) tlvs.push({ type, length, [type === RED_BOX ? "red_box" : "virtual_node"]: macText(other) });
        if (reader.ok) tell(talk, other, type === RED_BOX ? "redundancy box" : "singly attached node");
      } else if (talk.detailed) tlvs.push({ type, length, value: reader.hex(reader.left()) });
      reader.widen(outer);
    }
    if (version > 1) talk.fault("unknown version", 0);
    if (kind < 0) talk.fault("no node", 4);
    const fields = talk.detailed ? { path, version, sequence_number: sequence, tlvs } : undefined;
    talk.emit(NODE_TYPES.of(Math.max(0, kind)), NOTICE, fields);
    // Padding, and in PRP the trailer of the frame itself.
    reader.skipRest();
    return DONE;
  },
});

/** A node once: it repeats every two seconds. */
function tell(talk: Talk<Memory>, mac: string, kind: string): void {
  const { told } = talk.memory;
  if (told.has(mac) || told.size >= MOST_TOLD) return;
  told.add(mac);
  talk.claim({ mac }, "kind", kind, 0.6, "PRP/HSR supervision");
}
