import type { PeopleBook, Person } from "../../store/store.ts";
import { Problem } from "../problem.ts";
import { Passwords } from "./passwords.ts";
import { hashOf } from "./secrets.ts";

/** Names that do not exist and were tried, at most so many. */
const STRANGERS = 2000;

interface Tries {
  failures: number;
  lockedUntil: number;
}

/** Checks names and passwords; a name that nobody has is treated like any other. */
export class SignIn {
  readonly passwords = new Passwords();
  private readonly people: PeopleBook;
  private readonly clock: () => number;
  private readonly most: number;
  private readonly lockout: number;
  private readonly strangers = new Map<string, Tries>();

  /** `most` wrong passwords in a row lock a name for `lockout` seconds. */
  constructor(people: PeopleBook, clock: () => number, most: number, lockout: number) {
    this.people = people;
    this.clock = clock;
    this.most = most;
    this.lockout = lockout;
  }

  /** The person of a name and password; throws a Problem that does not tell whether the name exists. */
  async check(name: string, password: string): Promise<Person> {
    const person = await this.people.personNamed(name);
    const now = this.clock();
    // While a name is locked its password is not looked at: nobody learns by trying on.
    const matches = await this.passwords.matches(password, person?.password);
    const tries = person ?? this.strangers.get(hashOf(name)) ?? { failures: 0, lockedUntil: 0 };
    if (tries.lockedUntil > now) {
      const left = Math.ceil(tries.lockedUntil - now);
      throw new Problem("locked", `Too many wrong passwords. Try again in ${Math.ceil(left / 60)} min.`, left);
    }
    if (!matches || person === undefined || person.disabled) {
      await this.noteFailure(name, person?.id, now);
      throw new Problem("sign-in-refused", "Name or password is wrong.");
    }
    const latest = (await this.people.person(person.id)) ?? person;
    const signedIn: Person = { ...latest, failures: 0, lockedUntil: 0, lastSignIn: now };
    await this.people.putPerson(signedIn);
    return signedIn;
  }

  private async noteFailure(name: string, id: string | undefined, now: number): Promise<void> {
    // Read again: other tries may have failed while this one was computed.
    const person = id === undefined ? undefined : await this.people.person(id);
    const key = hashOf(name);
    const before = person ?? this.strangers.get(key) ?? { failures: 0, lockedUntil: 0 };
    const failures = before.failures + 1;
    const locks = failures >= this.most;
    const after: Tries = {
      failures: locks ? 0 : failures,
      lockedUntil: locks ? now + this.lockout : before.lockedUntil,
    };
    if (person !== undefined) {
      await this.people.putPerson({ ...person, ...after });
      return;
    }
    this.strangers.delete(key);
    this.strangers.set(key, after);
    for (const oldest of this.strangers.keys()) {
      if (this.strangers.size <= STRANGERS) break;
      this.strangers.delete(oldest);
    }
  }
}
