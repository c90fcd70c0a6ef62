import type { PeopleBook, Person, Session, Token } from "../store.ts";
import type { Bound, Database } from "./database.ts";

/** People, their sessions and their tokens. */
export class SqlitePeople implements PeopleBook {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async people(): Promise<Person[]> {
    return await Promise.resolve(this.bodies<Person>("SELECT body FROM person ORDER BY name"));
  }

  async person(id: string): Promise<Person | undefined> {
    return await Promise.resolve(this.bodies<Person>("SELECT body FROM person WHERE id = ?", id)[0]);
  }

  async personNamed(name: string): Promise<Person | undefined> {
    return await Promise.resolve(this.bodies<Person>("SELECT body FROM person WHERE name = ?", name)[0]);
  }

  async personOf(subject: string): Promise<Person | undefined> {
    if (subject === "") return undefined;
    return await Promise.resolve(this.bodies<Person>("SELECT body FROM person WHERE subject = ?", subject)[0]);
  }

  async putPerson(person: Person): Promise<void> {
    this.database.run(
      `INSERT INTO person (id, name, subject, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, subject = excluded.subject, body = excluded.body`,
      person.id,
      person.name,
      person.subject,
      JSON.stringify(person),
    );
    await Promise.resolve();
  }

  async removePerson(id: string): Promise<void> {
    this.database.transaction(() => {
      this.database.run("DELETE FROM person WHERE id = ?", id);
      this.database.run("DELETE FROM session WHERE person = ?", id);
      this.database.run("DELETE FROM token WHERE person = ?", id);
    });
    await Promise.resolve();
  }

  async session(id: string): Promise<Session | undefined> {
    return await Promise.resolve(this.bodies<Session>("SELECT body FROM session WHERE id = ?", id)[0]);
  }

  async sessionsOf(person: string): Promise<Session[]> {
    return await Promise.resolve(this.bodies<Session>("SELECT body FROM session WHERE person = ? ORDER BY id", person));
  }

  async putSession(session: Session): Promise<void> {
    this.database.run(
      "INSERT OR REPLACE INTO session (id, person, expires, body) VALUES (?, ?, ?, ?)",
      session.id,
      session.person,
      session.expires,
      JSON.stringify(session),
    );
    await Promise.resolve();
  }

  async removeSession(id: string): Promise<void> {
    this.database.run("DELETE FROM session WHERE id = ?", id);
    await Promise.resolve();
  }

  async removeExpired(now: number): Promise<void> {
    this.database.run("DELETE FROM session WHERE expires <= ?", now);
    await Promise.resolve();
  }

  async tokens(): Promise<Token[]> {
    return await Promise.resolve(this.bodies<Token>("SELECT body FROM token ORDER BY id"));
  }

  async tokenOf(hash: string): Promise<Token | undefined> {
    return await Promise.resolve(this.bodies<Token>("SELECT body FROM token WHERE hash = ?", hash)[0]);
  }

  async putToken(token: Token): Promise<void> {
    this.database.run(
      "INSERT OR REPLACE INTO token (id, hash, person, body) VALUES (?, ?, ?, ?)",
      token.id,
      token.hash,
      token.person,
      JSON.stringify(token),
    );
    await Promise.resolve();
  }

  async removeToken(id: string): Promise<void> {
    this.database.run("DELETE FROM token WHERE id = ?", id);
    await Promise.resolve();
  }

  private bodies<Of>(sql: string, ...values: Bound[]): Of[] {
    return this.database.all(sql, ...values).map(({ body }) => JSON.parse(String(body)) as Of);
  }
}
