/** The value of a cookie in a Cookie header (RFC 6265, section 4.2); undefined without it. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}

/** How a cookie is sent. */
export interface CookieForm {
  name: string;
  /** base64url. */
  value: string;
  path: string;
  /** Seconds; 0 removes it. */
  age: number;
  secure: boolean;
  sameSite: "Strict" | "Lax";
}

/** A Set-Cookie header (RFC 6265, section 4.1). */
export function writeCookie({ name, value, path, age, secure, sameSite }: CookieForm): string {
  return `${name}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`;
}
