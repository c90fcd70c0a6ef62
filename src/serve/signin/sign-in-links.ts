import { hashOf, makeSecret } from "./secrets.ts";

/** Links that may wait at once. */
const MOST_WAITING = 100;

/** One-time secrets that sign somebody in who is known; only their hashes are kept, and only in memory. */
export class SignInLinks {
  private readonly waiting = new Map<string, { person: string; expires: number }>();

  /** Makes a secret for a person; it works once, until `expires` (seconds since 1970-01-01 UTC). */
  make(person: string, expires: number): string {
    const secret = makeSecret();
    this.waiting.set(hashOf(secret), { person, expires });
    if (this.waiting.size > MOST_WAITING) this.waiting.delete(this.waiting.keys().next().value as string);
    return secret;
  }

  /** Uses a secret up; answers whose it was, or undefined when it does not work (any more). */
  use(secret: string, now: number): string | undefined {
    const hash = hashOf(secret);
    const found = this.waiting.get(hash);
    this.waiting.delete(hash);
    return found !== undefined && now < found.expires ? found.person : undefined;
  }
}
