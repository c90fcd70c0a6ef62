import { writeSync } from "node:fs";
import { macText } from "./dissect/addresses.ts";
import type { Conversation } from "./dissect/conversation.ts";
import type { Dissector } from "./dissect/dissector.ts";
import type { Listener } from "./dissect/engine.ts";
import { Engine } from "./dissect/engine.ts";
import { PROTOCOLS } from "./dissect/protocols/list.ts";
import { registryOf } from "./dissect/registry.ts";
import type { Message } from "./dissect/talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "./dissect/talk.ts";
import type { ReadCaptures } from "./read.ts";
import { readCaptures } from "./read.ts";

const FLUSH_AT = 65_536;

/** A protocol that was asked for and is not known. */
export class UnknownProtocol extends Error {}

/** Names and titles of the protocols that can be dissected. */
export function knownProtocols(): { name: string; title: string }[] {
  return PROTOCOLS.map((entry) => ({ name: entry.name, title: entry.title }));
}

/** Prints one JSON line per message of the captures; only the named protocols when any are named. Throws UnknownProtocol. */
export async function dissectLines(paths: readonly string[], protocols: readonly string[]): Promise<ReadCaptures> {
  const registry = registryOf(PROTOCOLS);
  const wanted = new Set<Dissector>();
  for (const name of protocols) {
    const found = registry.named(name.toLowerCase());
    if (found === undefined) throw new UnknownProtocol(name);
    wanted.add(found);
  }
  const printer = new LinePrinter(wanted);
  const engine = new Engine(registry, printer, { detailed: true });
  printer.engine = engine;
  const read = await readCaptures(paths, engine, { hashed: false, progress: () => printer.flush() });
  printer.flush();
  return read;
}

class LinePrinter implements Listener {
  engine: Engine | undefined;
  private readonly wanted: ReadonlySet<Dissector>;
  private text = "";

  constructor(wanted: ReadonlySet<Dissector>) {
    this.wanted = wanted;
  }

  message(conversation: Conversation, message: Message): void {
    if (this.wanted.size > 0 && !this.wanted.has(conversation.dissector)) return;
    this.text += `${JSON.stringify(lineOf(this.engine as Engine, conversation, message))}\n`;
    if (this.text.length > FLUSH_AT) this.flush();
  }

  flowEnded(): void {}

  flush(): void {
    let rest = Buffer.from(this.text, "utf8");
    this.text = "";
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(1, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
        // A pipe that is full and set to non-blocking: wait for the reader.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  }
}

/** The envelope of one message: what every line has, then the protocol's own fields. */
export function lineOf(engine: Engine, conversation: Conversation, message: Message): object {
  const sender = conversation.side;
  const receiver = sender === 0 ? 1 : 0;
  const line: Record<string, unknown> = {
    frame: conversation.frame,
    time: timeOf(engine, conversation),
    source: addressOf(engine, conversation.flow, sender),
    destination: addressOf(engine, conversation.flow, receiver),
  };
  if (conversation.sourcePort !== 0 || conversation.destinationPort !== 0) {
    line["source_port"] = conversation.sourcePort;
    line["destination_port"] = conversation.destinationPort;
  }
  line["protocol"] = conversation.dissector.name;
  line["operation"] = message.operation.name;
  line["act"] = message.operation.act;
  if (message.direction === REQUEST) line["direction"] = "request";
  else if (message.direction === RESPONSE) line["direction"] = "response";
  else if (message.direction === NOTICE) line["direction"] = "notice";
  if (message.answers > 0) line["answers_frame"] = message.answers;
  if (message.outcome !== "") line["outcome"] = message.outcome;
  if (message.faults.length > 0) line["faults"] = message.faults.map((fault) => ({ ...fault }));
  if (conversation.duplicate) line["duplicate"] = true;
  if (engine.capture > 0) line["capture"] = engine.capture;
  if (message.fields !== undefined) {
    for (const [name, value] of Object.entries(message.fields))
      line[name in line ? `${conversation.dissector.name}_${name}` : name] = value;
  }
  return line;
}

/** IP text, or a hardware address with colons. */
function addressOf(engine: Engine, flow: number, side: 0 | 1): string {
  const address = engine.addressText(flow, side);
  return address.length === 12 && !address.includes(".") && !address.includes(":") ? macText(address) : address;
}

/** Seconds since 1970 with all the digits that the capture has; a message held back keeps the time of its own frame. */
function timeOf(engine: Engine, conversation: Conversation): unknown {
  const now = engine.seconds + engine.nanoseconds / 1e9;
  if (conversation.time !== now) return rawJson(conversation.time.toFixed(6));
  return rawJson(`${engine.seconds}.${String(engine.nanoseconds).padStart(9, "0")}`);
}

/** A JSON number with exactly these digits: more than a double holds. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON(text: string): unknown };
