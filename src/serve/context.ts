import type { Limits } from "../store/store.ts";
import type { Callers } from "./signin/callers.ts";
import type { FirstLink } from "./signin/first-link.ts";
import type { OpenIdChoices, OpenIdSignIn } from "./signin/openid.ts";
import type { SignIn } from "./signin/sign-in.ts";
import type { SignInLinks } from "./signin/sign-in-links.ts";
import type { Streams } from "./streams.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Tally } from "./tally.ts";

/** How the server behaves. */
export interface Choices {
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Folder for the certificate that the server makes for itself; needed with `secure`. */
  folder: string;
  /** Whether to speak TLS. Outside loopback it always does. */
  secure: boolean;
  /** PEM files of a certificate chain and its key, in place of one of its own making. */
  certificate?: { certificate: string; key: string } | undefined;
  /** Names under which people reach it, beside addresses and "localhost". */
  names: readonly string[];
  openId?: OpenIdChoices | undefined;
  /** What holds until limits are set. */
  limits: Limits;
  /** Bytes of one upload; 0 for any size. */
  uploadLimit: number;
  times: Times;
  ceilings: Ceilings;
  /** Where log lines go; undefined for standard output. */
  log?: { write(line: string): void } | undefined;
}

/** Seconds. */
export interface Times {
  /** A session ends after so long without use, and after so long in any case. */
  sessionIdle: number;
  sessionWhole: number;
  /** How long the link for the first administrator works. */
  firstLink: number;
  /** How long headers and bodies that are no uploads may take, and an upload may stand still. */
  headers: number;
  body: number;
  uploadPause: number;
  heartbeat: number;
  lockout: number;
  /** How often the certificate is looked at: a new file, or the end of one's own, takes effect without a restart. */
  certificate: number;
}

/** How much one client and all together may take. */
export interface Ceilings {
  connections: number;
  connectionsOfAddress: number;
  /** Requests per second of one address in the long run, and at once. */
  requestRate: number;
  requestBurst: number;
  /** Tries to sign in per minute of one address. */
  signInRate: number;
  /** Wrong passwords in a row before a name is locked. */
  failures: number;
  streams: number;
  streamsOfPerson: number;
  /** Bytes of a JSON body. */
  body: number;
}

/** What the handlers share. */
export interface Context {
  surroundings: Surroundings;
  choices: Choices;
  secure: boolean;
  callers: Callers;
  signIn: SignIn;
  first: FirstLink;
  links: SignInLinks;
  openId: OpenIdSignIn | undefined;
  streams: Streams;
  tally: Tally;
  /** The OpenAPI document as JSON text. */
  openApi: string;
}
