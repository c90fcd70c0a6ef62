import { field } from "../field.ts";
import { text, words } from "../normalize.ts";
import type { LogMap, LogRow } from "../zeek-log.ts";

interface Session {
  source: { ip: string; port?: number };
  destination: { ip: string; port?: number };
  tls?: Record<string, string[] | undefined>;
  http?: { host?: string[] };
}

/** Sessions of an expectation of Arkime's own tests, those with TLS. */
function read(json: string): LogRow[] {
  const { sessions3: sessions } = JSON.parse(json) as { sessions3: { body: Session }[] };
  return sessions.flatMap(({ body: { source, destination, tls, http } }) => {
    if (tls === undefined) return [];
    const row: Record<string, string> = {
      "id.orig_h": source.ip,
      "id.orig_p": `${source.port ?? 0}`,
      "id.resp_h": destination.ip,
      "id.resp_p": `${destination.port ?? 0}`,
    };
    for (const name of ["cipher", "ja3", "ja3s", "ja4"]) if (tls[name]) row[name] = tls[name].join(",");
    if (http?.host !== undefined) row["host"] = http.host.join(",");
    return [row];
  });
}

/** What Arkime says of TLS sessions. */
export const arkime: LogMap = {
  log: "arkime",
  file: /\.test\.json$/,
  protocol: "tls",
  read,
  fields: [
    field("cipher_suite_name", "cipher", words),
    field("server_name", "host", text),
    field("ja3", "ja3", text),
    field("ja3s", "ja3s", text),
    field("ja4", "ja4", text),
  ],
};
