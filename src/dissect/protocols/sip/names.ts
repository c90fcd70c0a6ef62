// Methods and refusals: RFC 3261 sections 7 and 21, and the extensions of the IANA registry.
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import { reasonName } from "../http/reasons.ts";

export const METHODS: ReadonlyMap<string, Operation> = new Map([
  ["INVITE", operation("sip", "invite", "other")],
  ["ACK", operation("sip", "ack", "other")],
  ["BYE", operation("sip", "bye", "other")],
  ["CANCEL", operation("sip", "cancel", "other")],
  ["OPTIONS", operation("sip", "options", "identify")],
  ["REGISTER", operation("sip", "register", "authenticate")],
  ["PRACK", operation("sip", "prack", "other")],
  ["SUBSCRIBE", operation("sip", "subscribe", "read")],
  ["NOTIFY", operation("sip", "notify", "other")],
  ["PUBLISH", operation("sip", "publish", "other")],
  ["INFO", operation("sip", "info", "other")],
  ["REFER", operation("sip", "refer", "other")],
  ["MESSAGE", operation("sip", "message", "other")],
  ["UPDATE", operation("sip", "update", "other")],
]);
export const OTHER_METHOD = operation("sip", "unnamed_method", "other");
/** The event by which exchanges make phones load their configuration anew, or restart. */
export const RESYNCHRONIZE = operation("sip", "notify_check_sync", "control");
export const ANSWER = operation("sip", "response", "other");
export const KEEP_ALIVE = operation("sip", "keep_alive", "other");

/** Methods whose sender is the client of a service; the others go both ways between phones and exchanges. */
export const ASKING: ReadonlySet<string> = new Set(["REGISTER", "SUBSCRIBE", "PUBLISH", "INVITE"]);

/** Short forms of header fields (RFC 3261 section 20, and the IANA registry). */
export const SHORT_FORMS: Readonly<Record<string, string>> = {
  a: "accept-contact",
  b: "referred-by",
  c: "content-type",
  d: "request-disposition",
  e: "content-encoding",
  f: "from",
  i: "call-id",
  j: "reject-contact",
  k: "supported",
  l: "content-length",
  m: "contact",
  n: "identity-info",
  o: "event",
  r: "refer-to",
  s: "subject",
  t: "to",
  u: "allow-events",
  v: "via",
  x: "session-expires",
  y: "identity",
};

const REFUSALS: Readonly<Record<number, string>> = {
  414: "request_uri_too_long",
  416: "unsupported_uri_scheme",
  417: "unknown_resource_priority",
  420: "bad_extension",
  421: "extension_required",
  422: "session_interval_too_small",
  423: "interval_too_brief",
  424: "bad_location_information",
  425: "bad_alert_message",
  428: "use_identity_header",
  429: "provide_referrer_identity",
  430: "flow_failed",
  433: "anonymity_disallowed",
  436: "bad_identity_info",
  437: "unsupported_credential",
  438: "invalid_identity_header",
  439: "first_hop_lacks_outbound_support",
  440: "max_breadth_exceeded",
  469: "bad_info_package",
  470: "consent_needed",
  480: "temporarily_unavailable",
  481: "call_or_transaction_does_not_exist",
  482: "loop_detected",
  483: "too_many_hops",
  484: "address_incomplete",
  485: "ambiguous",
  486: "busy_here",
  487: "request_terminated",
  488: "not_acceptable_here",
  489: "bad_event",
  491: "request_pending",
  493: "undecipherable",
  494: "security_agreement_required",
  504: "server_timeout",
  505: "version_not_supported",
  513: "message_too_large",
  555: "push_notification_service_not_supported",
  580: "precondition_failure",
  600: "busy_everywhere",
  603: "decline",
  604: "does_not_exist_anywhere",
  606: "not_acceptable",
  607: "unwanted",
  608: "rejected",
};

/** A refusal in the standard's words. */
export function refusalName(status: number): string {
  return REFUSALS[status] ?? reasonName(status);
}
