import { hashOf, makeSecret, sameText } from "./secrets.ts";

/** The one-time secret that makes the first administrator. Only its hash is kept, and only in memory. */
export class FirstLink {
  private hash = "";
  private expires = 0;

  /** Makes the secret; it works once, until `expires` (seconds since 1970-01-01 UTC). */
  make(expires: number): string {
    const secret = makeSecret();
    this.hash = hashOf(secret);
    this.expires = expires;
    return secret;
  }

  /** Whether a secret works now. */
  accepts(secret: string, now: number): boolean {
    return sameText(hashOf(secret), this.hash) && now < this.expires;
  }

  /** Ends the secret. */
  spend(): void {
    this.hash = "";
    this.expires = 0;
  }
}
