// Fields as they are told: RFC 4120 sections 5.2.2 (names), 5.2.9 (encrypted data), 5.3 (tickets), 5.5.1 (AP-REQ).
import { encryptionName, NAME_TYPES } from "./names.ts";
import type { Application, Encrypted, Principal, Ticket } from "./parts.ts";

/** Fields by name. */
export type Shown = Record<string, unknown>;

/** What is told of encrypted data. */
export function shownEncrypted({ etype, kvno, length }: Encrypted): Shown {
  return {
    etype,
    etype_name: encryptionName(etype),
    ...(Number.isNaN(kvno) ? {} : { kvno }),
    cipher_length: length,
  };
}

/** A principal's name. */
export function shownPrincipal(principal: Principal): Shown {
  return {
    name_type: principal.name_type,
    name_type_name: NAME_TYPES[principal.name_type] ?? "",
    name_string: principal.name_string,
  };
}

/** A ticket, as far as it is in clear. */
export function shownTicket(ticket: Ticket): Shown {
  return {
    realm: ticket.realm,
    sname: shownPrincipal(ticket.sname),
    etype: ticket.etype,
    etype_name: encryptionName(ticket.etype),
    ...(Number.isNaN(ticket.kvno) ? {} : { kvno: ticket.kvno }),
  };
}

/** A ticket and the proof of who shows it. */
export function shownApplication({ ap_options, ticket, authenticator }: Application): Shown {
  return {
    ap_options,
    ...(ticket === undefined ? {} : { ticket: shownTicket(ticket) }),
    authenticator: shownEncrypted(authenticator),
  };
}
