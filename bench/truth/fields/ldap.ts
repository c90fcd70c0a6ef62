import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

const ALIASES = ["never_deref_aliases", "deref_in_searching", "deref_finding_base_obj", "deref_always"];
const isEntry = (message: DissectedMessage) => message["object_name"] !== undefined;

/** LDAP version 3: RFC 4511. */
export const ldap: FieldMap = {
  protocol: "ldap",
  filter: "ldap || cldap",
  fields: [
    field("message_id", "ldap.messageID", number),
    field("version", "ldap.version", number),
    field("name", "ldap.name", text),
    field("mechanism", "ldap.mechanism", text),
    field("entry", ["ldap.object", "ldap.entry", "ldap.delRequest"], text),
    field("attribute", "ldap.attributeDesc", text),
    field("new_rdn", "ldap.newrdn", text),
    field("delete_old_rdn", "ldap.deleteoldrdn", number),
    field("new_superior", "ldap.newSuperior", text),
    field("abandoned_id", "ldap.abandonRequest", number),
    field("request_name", "ldap.requestName", text),
    field("response_name", "ldap.responseName", text),
    field("base_object", "ldap.baseObject", text),
    field("scope", "ldap.scope", number, { covers: ["scope_name"] }),
    field("deref_aliases", "ldap.derefAliases", number, { turn: (value) => ALIASES.indexOf(value as string) }),
    field("size_limit", "ldap.sizeLimit", number),
    field("time_limit", "ldap.timeLimit", number),
    field("types_only", "ldap.typesOnly", number),
    field("filter", "ldap.attributeDesc", text, {
      name: "filter: attributes of its comparisons",
      turn: (value) => [...(value as string).matchAll(/\(([^()&|!=<>~:]+)[<>~]?=/g)].map(([, name]) => name),
    }),
    field("filter", "ldap.assertionValue", text, {
      name: "filter: values of its comparisons",
      // Octets that are no text are escaped by ours and shown as octets there.
      turn: (value) => [...(value as string).matchAll(/[<>~]?=([^()*\\]+)\)/g)].map(([, name]) => name),
    }),
    field("attributes", "ldap.AttributeDescription", text, {
      name: "attributes (asked for)",
      when: (message) => !isEntry(message),
    }),
    field("object_name", "ldap.objectName", text),
    field("attributes.type", "ldap.type", text, { when: isEntry }),
    field("attributes.values", "ldap.vals", number, {
      name: "attributes.values (how many)",
      when: isEntry,
      // Of a server's own entry the values themselves are told.
      turn: (value, message) => (message["object_name"] === "" ? undefined : value),
    }),
    field("result_code", "ldap.resultCode", number, { covers: ["result_code_name"] }),
    field("matched_dn", "ldap.matchedDN", text),
    field("diagnostic_message", "ldap.errorMessage", text),
  ],
  incomparable: {
    authentication: "our words for the kind of bind",
    credentials_length: "ours",
    controls: "object identifiers whose values are not told",
    changes: "as above",
    ntlmssp: "what a login says",
    has_referral: "ours",
    uris: "of references, which no capture here holds",
    length: "of messages wrapped by SASL",
    signed_only: "as above",
    request_name_text: "our words for the identifier",
  },
};
