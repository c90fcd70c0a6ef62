// Views of HTTP messages as protocols inside HTTP get them.
import { hexText } from "./dns-bytes.ts";

const SOAP = "application/soap+xml; charset=utf-8";

/** A request with a body. */
export function asked(method: string, path: string, body: string, type = SOAP, scheme = "", agent = ""): string {
  return hexText(`${method} ${path}\n${type}\n${scheme}\n${agent}\n\n${body}`);
}

/** An answer to it. */
export function answered(status: number, method: string, path: string, body: string, type = SOAP): string {
  return hexText(`${status} ${method} ${path}\n${type}\n\n\n\n${body}`);
}

/** An envelope of SOAP 1.2 around a body, with what stands in its header. */
export function envelope(namespaces: string, body: string, header = ""): string {
  const head = header === "" ? "" : `<s:Header>${header}</s:Header>`;
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ${namespaces}>${head}<s:Body>${body}</s:Body></s:Envelope>`;
}
