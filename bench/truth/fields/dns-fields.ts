import { type Field, field } from "../field.ts";
import { address, caseless, number, octets, text } from "../normalize.ts";

const SECTIONS = ["answers", "authorities", "additionals"];
const OPT = 41;
const SRV = 33;

interface Record_ {
  type: number;
  [name: string]: unknown;
}

/** Values of resource records of all sections together: Wireshark does not tell the sections apart. */
function records(name: string, column: string, as: Field["as"], turn?: (record: Record_) => unknown): Field {
  return field("id", column, as, {
    name: `records: ${name}`,
    turn: (_, message) =>
      SECTIONS.flatMap((section) => (message[section] as Record_[] | undefined) ?? []).map((record) =>
        turn === undefined ? record[name] : turn(record),
      ),
    covers: SECTIONS.map((section) => `${section}.${name}`),
  });
}

const root = (value: unknown) => (value === "." || value === "" ? "<Root>" : value);
const hasAddress = (type: number) => (record: Record_) => (record.type === type ? record["address"] : undefined);

const isResponse = (message: Readonly<Record<string, unknown>>) => message["response"] === true;

/** The flags of DNS (RFC 1035, 4035), which multicast DNS keeps. */
export const DNS_FLAGS: readonly Field[] = [
  field("authoritative", "dns.flags.authoritative", number, { when: isResponse }),
  field("recursion_desired", "dns.flags.recdesired", number),
  field("recursion_available", "dns.flags.recavail", number, { when: isResponse }),
  field("z", "dns.flags.z", number),
  field("authenticated_data", "dns.flags.authenticated", number, { when: isResponse }),
  field("checking_disabled", "dns.flags.checkdisable", number),
];

/** Fields of DNS and of what shares its form. */
export function dnsFields(flags: readonly Field[]): Field[] {
  return [
    field("id", "dns.id", number),
    field("response", "dns.flags.response", number),
    field("opcode", "dns.flags.opcode", number),
    field("truncated", "dns.flags.truncated", number),
    ...flags,
    field("rcode", "dns.flags.rcode", number, {
      when: (message) => message["response"] === true,
      covers: ["rcode_name"],
    }),
    field("question_count", ["dns.count.queries", "dns.count.zones"], number),
    field("answer_count", ["dns.count.answers", "dns.count.prerequisites"], number),
    field("authority_count", ["dns.count.auth_rr", "dns.count.updates"], number),
    field("additional_count", "dns.count.add_rr", number),
    field("answers_frame", "dns.response_to", number),
    field("questions.name", "dns.qry.name", caseless, { turn: root }),
    field("questions.type", "dns.qry.type", number, { covers: ["questions.type_name"] }),
    field("questions.class", "dns.qry.class", number, { covers: ["questions.class_name"] }),
    records("name", "dns.resp.name", caseless, (record) =>
      // Wireshark takes the name of a service apart.
      record.type === SRV ? undefined : root(record["name"]),
    ),
    records("type", "dns.resp.type", number),
    records("class", "dns.resp.class", number, (record) => (record.type === OPT ? undefined : record["class"])),
    records("ttl", "dns.resp.ttl", number, (record) => (record.type === OPT ? undefined : record["ttl"])),
    records("data_length", "dns.resp.len", number),
    records("cname", "dns.cname", caseless),
    records("address", "dns.a", address, hasAddress(1)),
    records("IPv6 address", "dns.aaaa", address, hasAddress(28)),
    records("name_server", "dns.ns", caseless),
    records("domain_name", "dns.ptr.domain_name", caseless, (record) =>
      record.type === 12 ? root(record["domain_name"]) : undefined,
    ),
    records("mname", "dns.soa.mname", caseless, (record) => (record.type === 6 ? root(record["mname"]) : undefined)),
    records("rname", "dns.soa.rname", caseless, (record) => (record.type === 6 ? root(record["rname"]) : undefined)),
    records("serial", "dns.soa.serial_number", number),
    records("refresh", "dns.soa.refresh_interval", number),
    records("retry", "dns.soa.retry_interval", number),
    records("expire", "dns.soa.expire_limit", number),
    records("minimum", "dns.soa.minimum_ttl", number),
    records("priority", "dns.srv.priority", number),
    records("weight", "dns.srv.weight", number),
    records("port", "dns.srv.port", number),
    records("target", "dns.srv.target", caseless),
    records("text", "dns.txt", text),
    records("udp_payload_size", "dns.rr.udp_payload_size", number),
    records("extended_rcode", "dns.resp.ext_rcode", number),
    records("version", "dns.resp.edns0_version", number),
    records("dnssec_ok", "dns.resp.z.do", number),
    records("cache_flush", "dns.resp.cache_flush", number),
    field("**.unicast_response", "dns.qry.qu", number),
    field("additionals.options.code", "dns.opt.code", number, { covers: ["additionals.options.name"] }),
    field("additionals.options.length", "dns.opt.len", number),
    field("additionals.options.value", "dns.opt.data", octets),
  ];
}

/** Paths of the DNS family that are not compared. */
export const DNS_INCOMPARABLE: Record<string, string> = {
  "**.type_name": "our words for the number",
  "**.class_name": "our words for the number",
  "**.rdata": "records without a known form",
  rcode_name: "our words for the number; Wireshark has the code in responses only",
};
