// What SIP tells of the devices that speak it. Proxies pass messages on, so it matters who wrote what.
import type { Session } from "../../sdp.ts";
import type { Talk } from "../../talk.ts";
import type { Head } from "../http/head.ts";
import { headerOf, headerText } from "../http/head.ts";
import { tellAuthorization } from "../http/tell.ts";
import { hopsOf, readAddress } from "./address.ts";
import { readAgent } from "./agents.ts";
import type { Memory } from "./memory.ts";

/** Left of the confidence where the message may be somebody else's, passed on by the sender. */
const PASSED_ON = 0.4;

/** Claims and remarks of one message. */
export function tell(talk: Talk<Memory>, head: Head, method: string, session: Session | undefined): void {
  const trust = trustOf(talk, head, method);
  tellAgent(talk, head, trust);
  for (const header of head.headers) {
    const { name, value } = header;
    if (name === "authorization" || name === "proxy-authorization") tellAuthorization(talk, value, "SIP");
  }
  if (head.isRequest && method === "REGISTER" && trust === 1) {
    const header = headerOf(head, "to");
    const { user, display_name: display } = readAddress(header?.value ?? "");
    const start = header?.start ?? 0;
    const end = header?.end ?? 0;
    if (user !== "" && user !== talk.memory.user) {
      talk.memory.user = user;
      talk.claim("sender", "user", user, 0.7, "SIP registration", start, end);
      talk.claim("sender", "description", display, 0.4, "SIP registration", start, end);
    }
  }
  if (session?.tool !== undefined && trust === 1 && session.tool !== talk.memory.tool) {
    talk.memory.tool = session.tool;
    talk.claim("sender", "software", session.tool, 0.4, "SIP session description");
  }
}

/** 1 when the sender wrote the message itself as far as it shows. */
function trustOf(talk: Talk<Memory>, head: Head, method: string): number {
  const hops = hopsOf(head.headers.filter((header) => header.name === "via").map((header) => header.value));
  if (head.isRequest) return hops <= 1 ? 1 : PASSED_ON;
  // Answers to registrations come from the registrar; those to calls from the one who was called.
  if (method === "REGISTER" && hops <= 1) return 1;
  const contact = headerText(head, "contact");
  if (contact === "") return PASSED_ON;
  return readAddress(contact).host === talk.senderAddress() ? 1 : PASSED_ON;
}

function tellAgent(talk: Talk<Memory>, head: Head, trust: number): void {
  const header =
    headerOf(head, head.isRequest ? "user-agent" : "server") ??
    headerOf(head, "user-agent") ??
    headerOf(head, "server");
  const { memory, side } = talk;
  if (header === undefined || header.value === memory.agents[side]) return;
  memory.agents[side] = header.value;
  const agent = readAgent(header.value);
  const method = header.name === "server" ? "SIP Server" : "SIP User-Agent";
  const { start, end } = header;
  talk.claim("sender", "vendor", agent.vendor, 0.85 * trust, method, start, end);
  talk.claim("sender", "model", agent.model, 0.85 * trust, method, start, end);
  talk.claim("sender", "firmware", agent.firmware, 0.85 * trust, method, start, end);
  talk.claim("sender", "kind", agent.kind, 0.8 * trust, method, start, end);
  talk.claim("sender", "software", agent.software, 0.7 * trust, method, start, end);
  talk.claim("sender", "operatingSystem", agent.operatingSystem, 0.5 * trust, method, start, end);
}
