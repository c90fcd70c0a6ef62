import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from "typebox";

/** An object that has nothing else in it. */
export function exactly<Properties extends TProperties>(properties: Properties, description = ""): TObject<Properties> {
  return Type.Object(properties, { additionalProperties: false, ...(description === "" ? {} : { description }) });
}

/** One of some words. */
export function among<const Words extends readonly string[]>(words: Words, description = ""): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({
    type: "string",
    enum: [...words],
    ...(description === "" ? {} : { description }),
  });
}

/** A form that the OpenAPI document holds under a name. */
export function named<Of>(name: string): TUnsafe<Of> {
  return Type.Unsafe<Of>({ $ref: `#/components/schemas/${name}` });
}

/** A moment in seconds since 1970-01-01 UTC. */
export const Moment = Type.Number({ minimum: 0, maximum: 1e12, description: "Seconds since 1970-01-01 UTC." });
/** Something that is counted. */
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** Text of one line, without control characters. */
export function line(most: number, least = 0, description = ""): ReturnType<typeof Type.String> {
  return Type.String({
    minLength: least,
    maxLength: most,
    pattern: "^[^\\u0000-\\u001f\\u007f]*$",
    ...(description === "" ? {} : { description }),
  });
}
/** Text with line breaks. */
export const Prose = Type.String({ maxLength: 4000, pattern: "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$" });
/** An id in an address. */
export const Id = Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\u0000-\\u001f\\u007f/\\\\]+$" });
/** Id of a site. */
export const SiteId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$", description: "Id of a site." });
/** The moment to show. */
export const At = Type.Optional(
  Type.Number({ minimum: 0, maximum: 1e12, description: "The moment to show, in packet time; now when left out." }),
);

/** Parameters of everything below a site. */
export const OfSite = exactly({ site: SiteId });

/** A refusal (RFC 9457). */
export const ProblemForm = exactly(
  {
    type: Type.String({ description: "urn:bulkhead:problem:NAME" }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: "What happened and what to do, for people." }),
  },
  "A refusal by RFC 9457.",
);

/** An answer of which only the list's element is stated. */
export function listOf<Of extends TSchema>(of: Of): ReturnType<typeof Type.Array<Of>> {
  return Type.Array(of);
}

/** The type of a form. */
export type Formed<Of extends TSchema> = Static<Of>;
