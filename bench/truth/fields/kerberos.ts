import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { instant, number, octets, text } from "../normalize.ts";

const bits = (value: unknown) => (value as number).toString(16).padStart(8, "0");

interface Named {
  name_string?: string[];
  sname?: Named;
}

/** Names of services: asked for, of the ticket at hand, of the ticket that is shown to get it. */
function services(_: unknown, message: DissectedMessage): string[] {
  const { sname, ticket, padata } = message as {
    sname?: Named;
    ticket?: Named;
    padata?: { ap_req?: { ticket?: Named } }[];
  };
  const shown = (padata ?? []).map((one) => one.ap_req?.ticket?.sname);
  return [sname, ticket?.sname, ...shown].flatMap((one) => one?.name_string ?? []);
}

/** Kerberos 5: RFC 4120. */
export const kerberos: FieldMap = {
  protocol: "kerberos",
  filter: "kerberos",
  fields: [
    // The ticket that is shown in a request is a message with its own version and type there.
    field("pvno", "kerberos.pvno", number, { within: true }),
    field("msg_type", "kerberos.msg_type", number, { within: true }),
    field("padata.padata_type", "kerberos.padata_type", number, { covers: ["padata.padata_type_name"] }),
    field("kdc_options", "kerberos.kdc_options", octets, { turn: bits }),
    field("**.ap_options", "kerberos.ap_options", octets, { turn: bits }),
    field("from", "kerberos.from", instant),
    field("till", "kerberos.till", instant),
    field("rtime", "kerberos.rtime", instant),
    field("nonce", "kerberos.nonce", number),
    field("etype", "kerberos.ENCTYPE", number, { ordered: true, covers: ["etype_names"] }),
    field("**.etype", "kerberos.etype", number),
    field("**.kvno", "kerberos.kvno", number),
    field("crealm", "kerberos.crealm", text),
    field("**.realm", "kerberos.realm", text),
    field("cname.name_string", "kerberos.CNameString", text),
    field("pvno", "kerberos.SNameString", text, {
      name: "sname.name_string",
      turn: services,
      covers: ["sname.name_string", "**.sname.name_string"],
    }),
    field("**.name_type", "kerberos.name_type", number),
    field("ctime", "kerberos.ctime", instant),
    field("cusec", "kerberos.cusec", number),
    field("stime", "kerberos.stime", instant),
    field("susec", "kerberos.susec", number),
    field("error_code", "kerberos.error_code", number, { covers: ["error_code_name"] }),
    field("e_text", "kerberos.e_text", text),
  ],
  incomparable: {
    "**.etype_name": "our words for the number",
    "**.name_type_name": "our words for the number",
    "**.cipher_length": "the octets themselves there",
    "padata.armor_type": "no capture here holds any",
    e_data_length: "the octets themselves there",
    netbios_address: "no capture here holds any",
  },
};
