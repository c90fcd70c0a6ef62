import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A secret of 256 bits, fit for addresses and headers. */
export function makeSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a secret: SHA-256, hex. Enough, since the secret is random. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
}

/** A new id that says nothing about what it names. */
export function makeId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString("base64url")}`;
}
