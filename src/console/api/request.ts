/** A refusal of the server, in words for a person. */
export class Refusal extends Error {
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** Short stable name of the problem, for reports. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Where the API lies, seen from the console's own address. */
export const BASE = "api/v1";

type Listener = (reached: boolean) => void;
const reachListeners = new Set<Listener>();

/** Told whether the server was reached, after each request. */
export function onReach(listener: Listener): () => void {
  reachListeners.add(listener);
  return () => reachListeners.delete(listener);
}

let signedOut: () => void = () => {};

/** Told when the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** The secret that forms must send along, as the server gave it at sign-in. */
let formSecret = "";

/** Keeps the secret for changes. */
export function keepFormSecret(secret: string): void {
  formSecret = secret;
}

/** Headers that every change sends: a page of another origin cannot set them. */
export function changeHeaders(): Record<string, string> {
  return formSecret === "" ? { "x-bulkhead": "console" } : { "x-bulkhead": "console", "x-csrf-token": formSecret };
}

/** Parameters of an address; what is undefined or "" is left out, lists are repeated. */
export function parameters(
  values: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
) {
  const words: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === "" || one === false) continue;
      words.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`);
    }
  }
  return words.length > 0 ? `?${words.join("&")}` : "";
}

/** Asks the server; throws a `Refusal` whose message a person can read. */
export async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`${BASE}/${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(method === "GET" ? {} : changeHeaders()),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    for (const listener of reachListeners) listener(false);
    throw new Refusal(0, "unreachable", "The server cannot be reached. What is shown is from before.");
  }
  for (const listener of reachListeners) listener(true);
  if (response.status === 204) return undefined as Answer;
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as Answer;
}

async function refusalOf(response: Response): Promise<Refusal> {
  let code = String(response.status);
  let message = "";
  try {
    const said = (await response.json()) as {
      code?: string;
      error?: string;
      title?: string;
      detail?: string;
      message?: string;
    };
    message = said.detail ?? said.message ?? said.title ?? "";
    code = said.code ?? said.error ?? code;
  } catch {
    // A proxy between answered in its own words.
  }
  if (response.status === 401) signedOut();
  return new Refusal(
    response.status,
    code,
    message || WORDS[response.status] || `The server answered ${response.status}.`,
  );
}

const WORDS: Readonly<Record<number, string>> = {
  401: "Sign in first.",
  403: "Your role does not allow this.",
  404: "There is no such thing here.",
  409: "Somebody else changed this in the meantime.",
  413: "This is too large.",
  423: "Signing in is locked for a while after too many tries.",
  429: "Too many tries. Wait a minute.",
  507: "The disk has no room for this.",
};

/** Sends a file, tells how far it is, and can be ended by `signal`. */
export function sendFile<Answer>(
  path: string,
  file: Blob,
  progress: (sent: number, size: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    sender.open("POST", `${BASE}/${path}`);
    for (const [name, value] of Object.entries(changeHeaders())) sender.setRequestHeader(name, value);
    sender.setRequestHeader("content-type", "application/octet-stream");
    sender.upload.onprogress = (event) => progress(event.loaded, event.total || file.size);
    sender.onload = () => {
      const answer = new Response(sender.response as string, { status: sender.status });
      if (sender.status < 300) answer.json().then((value) => resolve(value as Answer), reject);
      else refusalOf(answer).then(reject, reject);
    };
    sender.onerror = () => reject(new Refusal(0, "unreachable", "The server was lost while sending. Try again."));
    sender.onabort = () => reject(new Refusal(0, "cancelled", "Cancelled."));
    signal.addEventListener("abort", () => sender.abort(), { once: true });
    sender.send(file);
  });
}
