/** What both ends of a worker's channel have in common. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

/** Functions that the other side may call; all arguments are cloned. */
export type Answers = Readonly<Record<string, (...values: never[]) => unknown>>;

/** The functions of the other side, as they are called from here. */
export type Calls<Of extends Answers> = {
  [Name in keyof Of]: (...values: Parameters<Of[Name]>) => Promise<Awaited<ReturnType<Of[Name]>>>;
};

type Letter =
  | { call: number; name: string; values: unknown[] }
  | { answer: number; value: unknown }
  | { answer: number; error: string };

/** One end of a joined channel. */
export interface Joint<Theirs extends Answers> {
  /** What the other side answers. */
  calls: Calls<Theirs>;
  /** Says what is answered here; calls that come earlier wait. */
  answer(own: Answers): void;
  /** Ends the channel: every call rejects with this. */
  fail(why: Error): void;
}

/** Joins this end of a channel with the other. */
export function joinCalls<Theirs extends Answers>(port: Port): Joint<Theirs> {
  let answerWith: (own: Answers) => void = () => undefined;
  const answers = new Promise<Answers>((resolve) => (answerWith = resolve));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (why: Error) => void }>();
  let last = 0;
  let failure: Error | undefined;
  port.on("message", (message) => {
    const letter = message as Letter;
    if ("call" in letter) void answer(letter.call, letter.name, letter.values);
    else {
      const asked = waiting.get(letter.answer);
      waiting.delete(letter.answer);
      if ("error" in letter) asked?.reject(new Error(letter.error));
      else asked?.resolve(letter.value);
    }
  });
  async function answer(call: number, name: string, values: unknown[]): Promise<void> {
    try {
      const own = await answers;
      const asked = Object.hasOwn(own, name) ? own[name] : undefined;
      if (asked === undefined) throw new Error(`nobody answers ${name}`);
      port.postMessage({ answer: call, value: await asked(...(values as never[])) });
    } catch (error) {
      port.postMessage({ answer: call, error: error instanceof Error ? error.message : String(error) });
    }
  }
  async function call(name: string, values: readonly unknown[]): Promise<unknown> {
    if (failure !== undefined) throw failure;
    return await new Promise((resolve, reject) => {
      last++;
      waiting.set(last, { resolve, reject });
      port.postMessage({ call: last, name, values });
    });
  }
  const calls = new Proxy({} as Calls<Theirs>, {
    get(_target, name) {
      // Whatever has a method "then" is taken for a promise by `await`.
      if (name === "then" || typeof name !== "string") return undefined;
      return async (...values: unknown[]) => await call(name, values);
    },
  });
  return {
    calls,
    answer: answerWith,
    fail(why) {
      failure = why;
      for (const { reject } of waiting.values()) reject(why);
      waiting.clear();
    },
  };
}
