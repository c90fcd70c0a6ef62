import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { Problem } from "../problem.ts";

/** Argon2id by RFC 9106, with the cost that OWASP's cheat sheet names first: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;
/** A hash of no password, with the same cost: what unknown names are compared with. */
const NOBODY = `$argon2id$v=19$m=19456,t=2,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;
const AT_ONCE = 2;
const WAITING = 32;

/** The least and most letters of a password (NIST SP 800-63B-4, 3.1.1.2). */
export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;

/** Why a password is not taken, in words; "" when it is. */
export function problemOfPassword(password: string, name: string): string {
  const length = Array.from(password).length;
  if (length < PASSWORD_LENGTH.least) return `A password has at least ${PASSWORD_LENGTH.least} characters.`;
  if (length > PASSWORD_LENGTH.most) return `A password has at most ${PASSWORD_LENGTH.most} characters.`;
  if (new Set(password).size < 5) return "This password repeats the same few characters. Take a longer sentence.";
  const folded = password.toLowerCase();
  if (name.length > 2 && folded.includes(name.toLowerCase()) && folded.length < name.length + 8) {
    return "This password is little more than the name. Take a longer sentence.";
  }
  return "";
}

/** Makes and compares hashes, a few at a time, so that many tries cannot take all memory. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** Hash in PHC form. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const tag = await this.compute(password, salt, COST);
    return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${plain(salt)}$${plain(tag)}`;
  }

  /** Whether a password belongs to a hash; takes as long for none ("" or undefined), and then says no. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const parts = PHC.exec(hash ?? "") ?? PHC.exec(NOBODY);
    if (parts === null) return false;
    const [, memory, passes, lanes, salt = "", expected = ""] = parts;
    const tag = Buffer.from(expected, "base64");
    const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(lanes), tagLength: tag.length };
    const found = await this.compute(password, Buffer.from(salt, "base64"), cost);
    return timingSafeEqual(found, tag) && hash !== undefined && PHC.test(hash);
  }

  private async compute(
    message: string,
    nonce: Buffer,
    cost: { memory: number; passes: number; parallelism: number; tagLength: number },
  ): Promise<Buffer> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= WAITING) throw new Problem("unavailable", "Too many sign-ins at once. Try again.", 5);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running++;
    }
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        argon2("argon2id", { message: message.normalize("NFKC"), nonce, ...cost }, (error, tag) => {
          if (error) reject(error);
          else resolve(tag);
        });
      });
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running--;
      else next();
    }
  }
}

function plain(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
