import { type FieldMap, field } from "../field.ts";
import { address, number } from "../normalize.ts";

const isResponse = (message: Readonly<Record<string, unknown>>) => message["response"] === true;
const LISTS = ["answers", "authorities", "additionals"];
const of = (name: string) => (_: unknown, message: Readonly<Record<string, unknown>>) =>
  LISTS.flatMap((list) => (message[list] as Record<string, unknown>[] | undefined) ?? []).map((one) => one[name]);
const covers = (...names: string[]) => LISTS.flatMap((list) => names.map((name) => `${list}.${name}`));

/** NetBIOS name service: RFC 1002 section 4.2. */
export const nbns: FieldMap = {
  protocol: "nbns",
  filter: "nbns",
  fields: [
    field("id", "nbns.id", number),
    field("response", "nbns.flags.response", number),
    field("opcode", "nbns.flags.opcode", number),
    field("authoritative", "nbns.flags.authoritative", number, { when: isResponse }),
    field("truncated", "nbns.flags.truncated", number),
    field("recursion_desired", "nbns.flags.recdesired", number),
    field("recursion_available", "nbns.flags.recavail", number, { when: isResponse }),
    field("broadcast", "nbns.flags.broadcast", number, { when: (message) => !isResponse(message) }),
    field("rcode", "nbns.flags.rcode", number, { when: isResponse, covers: ["rcode_name"] }),
    field("question_count", "nbns.count.queries", number),
    field("answer_count", "nbns.count.answers", number),
    field("authority_count", "nbns.count.auth_rr", number),
    field("additional_count", "nbns.count.add_rr", number),
    field("questions.type", "nbns.type", number, { within: true, covers: ["questions.type_name"] }),
    field("questions.class", "nbns.class", number, { within: true }),
    field("id", "nbns.ttl", number, { name: "records: ttl", turn: of("ttl"), covers: covers("ttl") }),
    field("id", "nbns.data_length", number, {
      name: "records: data_length",
      turn: of("data_length"),
      covers: covers("data_length"),
    }),
    field("**.address", "nbns.addr", address),
    field("**.name_count", "nbns.number_of_names", number),
  ],
  incomparable: {
    rcode_name: "our words for the number",
    "**.name": "Wireshark writes the suffix behind the name",
    "**.suffix": "as above",
    "**.suffix_name": "as above",
    "**.scope": "as above",
    "**.type_name": "our words for the number",
    "**.type": "compared for questions",
    "**.class": "compared for questions",
    "**.group": "bits of flags",
    "**.node_type": "bits of flags",
    "**.node_type_name": "as above",
    "**.deregistering": "bits of flags",
    "**.conflict": "bits of flags",
    "**.active": "bits of flags",
    "**.permanent": "bits of flags",
    "**.unit_id": "the adapter's address, a label in status answers",
  },
};
