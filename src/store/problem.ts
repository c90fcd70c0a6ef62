/** Why a store cannot do what it was asked for. */
export type StoreTrouble =
  | "full"
  | "read-only"
  | "in use"
  | "not a store"
  | "newer version"
  | "damaged"
  | "before the horizon"
  | "bad query"
  | "failed";

/** A store's refusal, in words for a person, with what to do. */
export class StoreProblem extends Error {
  readonly trouble: StoreTrouble;
  constructor(trouble: StoreTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}
