// What peers of AMQP say of themselves, and how they prove it: RFC 4616 (PLAIN), RFC 4505 (ANONYMOUS), and AMQPLAIN of RabbitMQ.
import { latinOf, utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

/** Claims from the properties of a connection's start or opening. */
export function tellPeer(talk: Talk, properties: Readonly<Record<string, unknown>>, isBroker: boolean): void {
  const told = (key: string): string => (typeof properties[key] === "string" ? (properties[key] as string) : "");
  const method = "AMQP connection properties";
  const product = told("product");
  if (product !== "") talk.claim("sender", "software", `${product} ${told("version")}`.trim(), 0.9, method);
  talk.claim("sender", "description", told("platform"), 0.4, method);
  if (isBroker) {
    talk.claim("sender", "kind", "message broker", 0.8, "AMQP connection start");
    // RabbitMQ calls its cluster by the node that began it.
    const cluster = /^\w+@([\w.-]+)$/.exec(told("cluster_name"));
    if (cluster !== null) talk.claim("sender", "name", cluster[1] as string, 0.6, method);
  }
}

/** Notes a session and its credential; `bytes[start..end)` is the first response of the mechanism. */
export function tellSasl(
  talk: Talk,
  mechanism: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  name: string,
): void {
  const anonymous = mechanism === "ANONYMOUS";
  talk.note("sender", { kind: "session", protocol: "AMQP", anonymous, ...(name === "" ? {} : { name }) });
  if (anonymous) return;
  let user = "";
  let pair = "";
  let exposure: "clear" | "challenge" = "challenge";
  if (mechanism === "PLAIN") {
    exposure = "clear";
    const first = bytes.indexOf(0, start);
    const second = first < 0 || first >= end ? -1 : bytes.indexOf(0, first + 1);
    if (second >= 0 && second < end) {
      user = utf8Of(bytes, first + 1, second);
      pair = `${user}/${latinOf(bytes, second + 1, end)}`;
    }
  } else if (mechanism === "AMQPLAIN") {
    exposure = "clear";
    const text = latinOf(bytes, start, Math.min(end, start + 512));
    const at = text.indexOf("LOGINS");
    if (at >= 0) user = text.slice(at + 10, at + 10 + text.charCodeAt(at + 9));
  } else if (mechanism === "EXTERNAL") return;
  talk.note("sender", {
    kind: "credential",
    method: `AMQP ${mechanism}`,
    ...(user === "" ? {} : { user }),
    exposure,
    ...(pair === "guest/guest" || pair === "admin/admin" ? { wellKnown: pair } : {}),
  });
}
