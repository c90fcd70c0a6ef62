// Fault Tolerant Ethernet of Honeywell Experion: no public standard. Group address and ports are those that the maker's
// guide gives as defaults; what the diagnostic messages say is not public.
// Not decoded: the content; nodes whose ports or group were changed are not recognized.
import { type Answer, DONE, dissector, LIKELY, NO, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import { NOTICE } from "../talk.ts";

const GROUP = "234.5.6.7";
const FROM = 47_837;
const TO = 51_966;
const DIAGNOSTIC = operation("fte", "diagnostic", "other");

/** Signs of life by which the nodes of an Experion network find out which of their paths work. */
export const fte = dissector({
  name: "fte",
  title: "Fault Tolerant Ethernet",
  standard: "Honeywell Fault Tolerant Ethernet (no public standard)",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [TO] }],
  probe(reader, talk) {
    if (talk.stream || reader.left() === 0) return NO;
    const isPair = talk.sourcePort === FROM && talk.destinationPort === TO;
    return isPair && talk.receiverAddress() === GROUP ? LIKELY : NO;
  },
  read(reader, talk): Answer {
    if (reader.left() < 1) return REFUSE;
    reader.fence(reader.left());
    reader.skipRest();
    talk.emit(DIAGNOSTIC, NOTICE, talk.detailed ? { length: reader.end - reader.start } : undefined);
    return DONE;
  },
});
