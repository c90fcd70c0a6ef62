// What one RFB connection remembers: where each side stands, and what was agreed.

/** What a side sends next. */
export type Step =
  | "version"
  /** The client names the server that a repeater is to find. */
  | "repeater"
  | "security"
  | "authentication"
  | "result"
  | "init"
  | "running"
  /** Nothing that can be read: encrypted, unknown, or out of step. */
  | "hidden";

export interface Memory {
  /** Which side is the server; -1 before the first version. */
  server: -1 | 0 | 1;
  serverStep: Step;
  clientStep: Step;
  /** Minor version that both keep to: 3, 7 or 8; 0 before it is known. */
  minor: 3 | 7 | 8 | 0;
  serverVersion: string;
  clientVersion: string;
  /** The chosen security type; -1 before. */
  security: number;
  /** How often each side spoke within the security type, and what was chosen inside it. */
  serverTurn: number;
  clientTurn: number;
  chosen: number;
  /** Items that were offered last within the security type. */
  offered: number;
  isTight: boolean;
  /** Whether the session was told of already. */
  isTold: boolean;
  /** Frame of the client's last word on security. */
  answerFrame: number;
  /** Octets that still follow the head of a client's message. */
  rest: number;
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return {
    server: -1,
    serverStep: "version",
    clientStep: "version",
    minor: 0,
    serverVersion: "",
    clientVersion: "",
    security: -1,
    serverTurn: 0,
    clientTurn: 0,
    chosen: -1,
    offered: 0,
    isTight: false,
    isTold: false,
    answerFrame: 0,
    rest: 0,
  };
}

/** Neither side can be followed any more. */
export function hideAll(memory: Memory): void {
  memory.serverStep = "hidden";
  memory.clientStep = "hidden";
}
