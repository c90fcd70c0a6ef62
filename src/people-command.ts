import { randomBytes } from "node:crypto";
import { type FolderOptions, now, withStore } from "./data-folder.ts";
import { Passwords, problemOfPassword } from "./serve/signin/passwords.ts";
import { makeId } from "./serve/signin/secrets.ts";
import { type Person, RIGHTS_ROLES, type RightsRole, type Store } from "./store/store.ts";
import { DONE, FAILED, MISUSED, print } from "./terminal.ts";

/** Bytes of chance in a password that is made. */
const PASSWORD_BYTES = 18;
/** Bytes of a password that are read from standard input at most. */
const LONGEST_INPUT = 4096;

/** Where a password comes from, besides the folder of data. */
export interface PasswordOptions extends FolderOptions {
  /** Whether standard input holds it; else one is made and printed, this once. */
  stdin?: boolean;
}

/** Prints who may sign in; answers the exit code. */
export async function listPeople(options: FolderOptions): Promise<number> {
  return await withStore(options, async (store) => {
    const people = await store.people.people();
    if (people.length === 0) print("Nobody can sign in yet. Add somebody, or open the link that the server prints.\n");
    for (const { name, role, disabled, lockedUntil, subject } of people) {
      const marks = [
        ...(disabled ? ["disabled"] : []),
        ...(lockedUntil > now() ? ["locked"] : []),
        ...(subject === "" ? [] : ["signs in at the provider"]),
      ];
      print(`${name}, ${role}${marks.map((mark) => `, ${mark}`).join("")}\n`);
    }
    return DONE;
  });
}

/** Adds somebody who signs in with a password; answers the exit code. */
export async function addPerson(name: string, options: PasswordOptions & { role: string }): Promise<number> {
  const role = RIGHTS_ROLES.find((each) => each === options.role);
  if (role === undefined) {
    process.stderr.write(`bulkhead: ${options.role} is no role; write ${RIGHTS_ROLES.join(", ")}\n`);
    return MISUSED;
  }
  return await withStore(
    options,
    async (store) => {
      if (name.trim() !== name || name === "" || name.length > 64) return refuse("A name has 1 to 64 characters.");
      if ((await store.people.personNamed(name)) !== undefined)
        return refuse(`There is a person named ${name} already.`);
      return await withPassword(name, options, async (password) => {
        await store.people.putPerson(newPerson(name, role, password));
        await note(store, "create person", name, { role });
      });
      // Before its first start, so that no link needs to stand in a log.
    },
    true,
  );
}

/** Sets another password, enables and unlocks; sessions end. Answers the exit code. */
export async function setPassword(name: string, options: PasswordOptions): Promise<number> {
  return await withStore(options, async (store) => {
    const person = await store.people.personNamed(name);
    if (person === undefined) return refuse(`Nobody is named ${name}. (bulkhead people list tells who is there)`);
    if (person.subject !== "") return refuse(`${name} signs in at the provider and has no password here.`);
    return await withPassword(name, options, async (password) => {
      await store.people.putPerson({ ...person, password, disabled: false, failures: 0, lockedUntil: 0 });
      for (const { id } of await store.people.sessionsOf(person.id)) await store.people.removeSession(id);
      await note(store, "change person", name, { password: "set" });
    });
  });
}

/** Gets a password by its source, hands its hash on, and shows it when it was made here. */
async function withPassword(
  name: string,
  options: PasswordOptions,
  keep: (hash: string) => Promise<void>,
): Promise<number> {
  const given = options.stdin === true ? await firstLine() : undefined;
  const password = given ?? randomBytes(PASSWORD_BYTES).toString("base64url");
  const problem = problemOfPassword(password, name);
  if (problem !== "") return refuse(problem);
  await keep(await new Passwords().hash(password));
  print(given === undefined ? `${name} signs in with this password, shown this once:\n\n  ${password}\n\n` : "Done.\n");
  return DONE;
}

async function firstLine(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes("\n") || text.length > LONGEST_INPUT) break;
  }
  return (text.split("\n")[0] ?? "").replace(/\r$/, "");
}

function newPerson(name: string, role: RightsRole, password: string): Person {
  return {
    ...{ id: makeId("person"), name, role, password, subject: "", disabled: false },
    ...{ failures: 0, lockedUntil: 0, created: now(), lastSignIn: 0 },
  };
}

async function note(store: Store, act: string, target: string, detail: object): Promise<void> {
  await store.audit.add({ when: now(), who: "system", from: "", act, target, detail: JSON.stringify(detail) });
}

function refuse(why: string): number {
  process.stderr.write(`bulkhead: ${why}\n`);
  return FAILED;
}
