import type { Attribute } from "../model/attribute.ts";
import type { Remark } from "../model/remark.ts";
import type { Dissector } from "./dissector.ts";
import { DONE, LIKELY, MORE, POSSIBLE } from "./dissector.ts";
import type { Operation } from "./operation.ts";
import { GOOD, NO_SPACE, type PointSpace, type Quality } from "./points.ts";
import { Reader } from "./reader.ts";
import type { Registry } from "./registry.ts";
import type { About, Direction, Message, Relay, Sample, SampleList, Talk, ToldFlow } from "./talk.ts";
import { REQUEST, UNDIRECTED } from "./talk.ts";

/** What a conversation asks of the engine around it. */
export interface Surroundings {
  readonly registry: Registry;
  readonly detailed: boolean;
  /** Number of the capture now read. */
  capture: number;
  seconds: number;
  nanoseconds: number;
  /** The captured frame now read lies here; offsets of evidence count from `frameStart`. */
  frameBytes: Uint8Array;
  frameStart: number;
  deliver(conversation: Conversation, message: Message): void;
  /** A vote of the protocol for who is the client: 1 the sender, -1 the receiver. */
  vote(conversation: Conversation, direction: 1 | -1): void;
  senderAddress(conversation: Conversation): string;
  receiverAddress(conversation: Conversation): string;
  senderMac(conversation: Conversation): string;
  /** A fault of our own code was caught. */
  bug(dissector: Dissector, error: unknown): void;
}

/** Most claims, notes, faults, targets or objects that one message may carry; the rest is dropped and said so by a fault. */
const CEILING = 512;
/** Most values of process points that one message may carry: a whole table of 2,000 coils fits. */
const MOST_SAMPLES = 2048;
const DEEPEST = 6;

/** The engine's side of a Talk: one protocol in one flow, or one inside another. */
export class Conversation implements Talk {
  readonly dissector: Dissector;
  readonly detailed: boolean;
  readonly stream: boolean;
  /** Dense number, from 1, never given out twice. */
  readonly number: number;
  readonly flow: number;
  readonly outer: Conversation | undefined;
  side: 0 | 1 = 0;
  fromClient = false;
  sourcePort = 0;
  destinationPort = 0;
  resumed = false;
  frame = 0;
  time = Number.NaN;
  /** Whether this datagram is a second copy of one seen just before. */
  duplicate = false;
  /** Where the message now read starts, and in which bytes. */
  bytes: Uint8Array = NOTHING;
  start = 0;
  end = 0;
  /** Messages delivered, refused reads, and payload bytes that no message took. */
  messages = 0;
  refusals = 0;
  undissected = 0;
  faults = 0;
  /** What the listener keeps with this conversation. */
  tally: unknown = undefined;
  /** Whether it rides beside its outer conversation, on the same flow, and not inside of it. */
  isBeside = false;
  /** Protocols inside this one, by the order they were met. */
  children: readonly Conversation[] = NONE;
  /** The inner protocol that took the last bytes, and as what they were handed to it. */
  private lastChild: Conversation | undefined = undefined;
  private lastCarrier = "";
  private lastKey = -1;
  /** Which of the two that speak only passes on what another says; undefined where both speak for themselves. */
  relay: Relay | undefined = undefined;
  /** The same for what is now handed to the protocols inside. */
  private innerRelay: Relay | undefined = undefined;
  private readonly around: Surroundings;
  private readonly depth: number;
  private readonly reader: Reader;
  private kept: unknown = undefined;
  private pending = false;
  private dirty = false;
  /** Whether the message has claims, notes, faults or objects: most have none, and then nothing is to be emptied. */
  private rich = false;
  /** Whether the capture cut the bytes now read. */
  private missing = false;
  private readonly message: Message;

  constructor(
    around: Surroundings,
    dissector: Dissector,
    number: number,
    flow: number,
    stream: boolean,
    outer: Conversation | undefined,
  ) {
    this.around = around;
    this.dissector = dissector;
    this.number = number;
    this.flow = flow;
    this.stream = stream;
    this.outer = outer;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
    this.detailed = around.detailed;
    const lane = laneAt(this.depth);
    this.reader = lane.reader;
    this.message = lane.message;
  }

  /** Made when it is first asked for: most conversations of a scan never get so far. */
  get memory(): unknown {
    this.kept ??= this.dissector.remember?.();
    return this.kept;
  }

  set memory(memory: unknown) {
    this.kept = memory;
  }

  /** Forgets what the protocol remembered: a new connection on the same addresses and ports. */
  restart(): void {
    this.kept = undefined;
    this.children = NONE;
    this.lastChild = undefined;
  }

  /** One past the last byte of the message being delivered, counted in `bytes`; where its dissector fenced nothing, as far as it read. */
  get messageEnd(): number {
    const { reader } = this;
    return Math.min(this.end, reader.fenced ? reader.boundary : reader.position);
  }

  /** Reads one whole datagram, message after message. Answers the bytes left over. */
  datagram(bytes: Uint8Array, start: number, end: number, missing: boolean): number {
    let at = start;
    while (at < end) {
      const next = this.readOne(bytes, at, end, true, missing);
      if (next < 0) {
        this.undissected += end - at;
        return end - at;
      }
      at = next;
    }
    return 0;
  }

  /**
   * Reads one message at `at`. Answers where the next begins, -1 when refused, -2 when more bytes are needed. `missing`
   * says that the capture cut the bytes after `end`.
   */
  readOne(bytes: Uint8Array, at: number, end: number, complete: boolean, missing: boolean): number {
    const reader = this.reader;
    reader.open(bytes, at, end, complete);
    reader.cutByCapture = missing;
    // Nearly always the same buffer: a comparison is cheaper than telling the garbage collector.
    if (this.bytes !== bytes) this.bytes = bytes;
    this.start = at;
    this.end = end;
    this.missing = missing;
    let answer = DONE;
    try {
      answer = this.dissector.read(reader, this);
    } catch (error) {
      this.around.bug(this.dissector, error);
      this.discard();
      return -1;
    }
    if (!reader.ok && !reader.fenced && !complete) {
      this.discard();
      return -2;
    }
    if (answer === MORE && !complete) {
      this.discard();
      return -2;
    }
    if (answer !== DONE) {
      this.discard();
      this.refusals++;
      return -1;
    }
    const next = reader.fenced ? reader.boundary : reader.position;
    if (next <= at) {
      this.discard();
      this.refusals++;
      return -1;
    }
    if (this.pending) {
      const isCut = !reader.ok || reader.cut;
      if (missing && (isCut || next >= end)) this.blameCapture(isCut, reader.position - at);
      else if (isCut) this.addFault("short", reader.position - at);
      else if (reader.fenced && reader.position < reader.boundary) this.addFault("leftover", reader.position - at);
      this.flush();
    } else if (this.dirty) this.discard();
    return next;
  }

  /** How much the bytes look like a message of this conversation's protocol. */
  likeness(bytes: Uint8Array, start: number, end: number, complete: boolean): number {
    this.reader.open(bytes, start, end, complete);
    try {
      return this.dissector.probe(this.reader, this);
    } catch (error) {
      this.around.bug(this.dissector, error);
      return 0;
    }
  }

  senderAddress(): string {
    return this.around.senderAddress(this);
  }

  receiverAddress(): string {
    return this.around.receiverAddress(this);
  }

  senderMac(): string {
    return this.around.senderMac(this);
  }

  claim(
    about: About,
    attribute: Attribute,
    value: string,
    confidence: number,
    method: string,
    start = 0,
    end = 0,
  ): void {
    if (value === "") return;
    const whom = this.relay?.side === about ? this.relay.whose : about;
    if (whom === undefined) return;
    const claims = this.begin().claims;
    this.rich = true;
    if (claims.length < CEILING) {
      claims.push({
        about: whom,
        attribute,
        value: value.length > 512 ? value.slice(0, 512) : value,
        confidence,
        method,
        start,
        end,
      });
    }
  }

  note(about: About, remark: Remark): void {
    const whom = this.relay?.side === about ? this.relay.whose : about;
    // Who passes something on answers for how it is protected, not for what it looks like.
    if (whom === undefined && remark.kind === "fingerprint") return;
    const notes = this.begin().notes;
    this.rich = true;
    if (notes.length < CEILING) notes.push({ about: whom ?? about, remark });
  }

  fault(name: string, offset = -1): void {
    this.begin();
    this.addFault(name, offset < 0 ? this.reader.position - this.start : offset);
  }

  target(space: string, first: number, count: number): void {
    const message = this.begin();
    if (message.targetCount >= CEILING) return;
    const known = message.targets[message.targetCount];
    if (known === undefined) message.targets.push({ space, first, count });
    else {
      known.space = space;
      known.first = first;
      known.count = count;
    }
    message.targetCount++;
  }

  object(name: string): void {
    const objects = this.begin().objects;
    this.rich = true;
    if (objects.length < CEILING) objects.push(name.length > 256 ? name.slice(0, 256) : name);
  }

  sample(space: PointSpace, unit: number, name: string, index: number, value: number, quality: Quality = 0): void {
    // Infinity and NaN are what devices send for "no value"; neither can be compared.
    if (value - value !== 0) return;
    const message = this.begin();
    const at = message.sampleCount;
    if (at >= MOST_SAMPLES) return;
    message.sampleCount = at + 1;
    const known = message.samples[at];
    if (known === undefined) {
      message.samples.push({ space, unit, name, index, value, quality });
      return;
    }
    if (known.space !== space) known.space = space;
    known.unit = unit;
    known.name = name;
    known.index = index;
    known.value = value;
    known.quality = quality;
  }

  sampleAgain(list: SampleList): void {
    this.begin().again = list;
  }

  tellFlow(told: ToldFlow): void {
    const message = this.begin();
    const at = message.flowCount;
    if (at >= CEILING) return;
    message.flowCount = at + 1;
    const known = message.flows[at];
    if (known === undefined) message.flows.push({ ...told });
    else Object.assign(known, told);
  }

  refused(outcome: string): void {
    this.begin().outcome = outcome;
  }

  answersFrame(frame: number): void {
    // Segments out of order can bring an answer before its request: then nothing is said.
    if (frame <= this.frame) this.begin().answers = frame | 0;
  }

  emit(operation: Operation, direction: Direction, fields?: object): void {
    const message = this.begin();
    message.operation = operation;
    message.direction = direction;
    message.fields = fields;
    this.pending = true;
  }

  hand(carrier: string, bytes: Uint8Array, start: number, end: number, key = -1, relay = this.relay): boolean {
    // What the capture cut in the outer message is cut in the inner one, and no fault of its sender.
    const isCut = this.missing && (this.reader.cut || (bytes === this.bytes && end >= this.end));
    if (this.pending) {
      const { reader } = this;
      if (isCut || (this.missing && reader.fenced && reader.boundary >= this.end)) {
        this.blameCapture(false, reader.position - this.start);
      }
      this.flush();
    }
    if (start >= end || this.depth >= DEEPEST) return false;
    this.innerRelay = relay;
    // Who took the last bytes of this kind is asked first: where a magic number fits, nobody else needs to be.
    let best = this.lastKey === key && this.lastCarrier === carrier ? this.lastChild : undefined;
    best?.standLike(this);
    if (best !== undefined && best.likeness(bytes, start, end, true) <= LIKELY) best = undefined;
    best ??= this.bestChild(carrier, bytes, start, end, key);
    if (best === undefined) return false;
    const before = best.messages;
    best.datagram(bytes, start, end, isCut);
    return best.messages > before;
  }

  /** Reads a datagram that this protocol refused and another bears the mark of. */
  readBeside(dissector: Dissector, bytes: Uint8Array, start: number, end: number, missing: boolean): void {
    const child = this.childFor(dissector);
    child.isBeside = true;
    if (!this.children.includes(child)) this.children = [...this.children, child];
    const left = child.datagram(bytes, start, end, missing);
    this.undissected -= end - start - left;
  }

  startOver(carrier: string): void {
    const riders = this.around.registry.inside(carrier, -1);
    for (const child of this.children) if (riders.includes(child.dissector)) child.restart();
  }

  /** The inner protocol that the bytes fit best, among those that ride inside the carrier. */
  private bestChild(
    carrier: string,
    bytes: Uint8Array,
    start: number,
    end: number,
    key: number,
  ): Conversation | undefined {
    const candidates = this.around.registry.inside(carrier, key);
    let best: Conversation | undefined;
    let bestLikeness = 0;
    for (let index = 0; index < candidates.length; index++) {
      const child = this.childFor(candidates[index] as Dissector);
      const likeness = child.likeness(bytes, start, end, true);
      if (likeness > bestLikeness) {
        best = child;
        bestLikeness = likeness;
        if (likeness > LIKELY) break;
      }
    }
    if (best === undefined || bestLikeness < POSSIBLE) return undefined;
    if (!this.children.includes(best)) this.children = [...this.children, best];
    this.lastChild = best;
    this.lastCarrier = carrier;
    this.lastKey = key;
    return best;
  }

  /** Delivers the message that waits, if one does. */
  private flush(): void {
    const message = this.message;
    this.pending = false;
    this.messages++;
    if (this.rich) this.faults += message.faults.length;
    if (message.direction !== UNDIRECTED && !this.duplicate) {
      this.around.vote(this, message.direction === REQUEST ? 1 : -1);
    }
    this.around.deliver(this, message);
    this.discard();
  }

  private begin(): Message {
    if (this.pending) this.flush();
    this.dirty = true;
    return this.message;
  }

  private addFault(name: string, offset: number): void {
    this.rich = true;
    if (this.message.faults.length < 64) this.message.faults.push({ name, offset });
  }

  /** What is wrong with a message that the capture cut may be the cut's doing: that is all that is said of it. */
  private blameCapture(isCut: boolean, offset: number): void {
    const { faults } = this.message;
    if (!isCut && faults.length === 0) return;
    while (faults.length > 0) faults.pop();
    this.addFault("cut by capture", offset);
  }

  private discard(): void {
    const message = this.message;
    this.pending = false;
    this.dirty = false;
    if (this.rich) {
      this.rich = false;
      // Setting a length leaves compiled code; taking a few entries off does not.
      while (message.claims.length > 0) message.claims.pop();
      while (message.notes.length > 0) message.notes.pop();
      while (message.faults.length > 0) message.faults.pop();
      while (message.objects.length > 0) message.objects.pop();
    }
    message.targetCount = 0;
    message.sampleCount = 0;
    message.again = undefined;
    message.flowCount = 0;
    message.outcome = "";
    message.answers = 0;
    message.fields = undefined;
  }

  private childFor(dissector: Dissector): Conversation {
    const { children } = this;
    let child: Conversation | undefined;
    for (let index = 0; index < children.length; index++) {
      const known = children[index] as Conversation;
      if (known.dissector === dissector) child = known;
    }
    child ??= new Conversation(this.around, dissector, 0, this.flow, false, this);
    child.standLike(this);
    return child;
  }

  /** Takes over who speaks and when from the conversation around it. */
  private standLike(outer: Conversation): void {
    this.side = outer.side;
    this.fromClient = outer.fromClient;
    this.sourcePort = outer.sourcePort;
    this.destinationPort = outer.destinationPort;
    this.resumed = outer.resumed;
    this.frame = outer.frame;
    this.time = outer.time;
    this.duplicate = outer.duplicate;
    this.relay = outer.innerRelay;
  }
}

// What will hold fractions begins as NaN: V8 takes what begins as 0 for a whole number, and compiles again what has read it.
const NO_SAMPLE: Sample = { space: NO_SPACE, unit: -1, name: "", index: -1, value: Number.NaN, quality: GOOD };
const NO_OPERATION: Operation = { protocol: "", name: "", act: "other", index: -1 };
const NOTHING = new Uint8Array(0);
const NONE: readonly Conversation[] = [];

/** What is used while a message is read. Only one conversation at each depth reads at a time, so all of them share it. */
interface Lane {
  reader: Reader;
  message: Message;
}

const lanes: Lane[] = emptyList();

/**
 * An empty list for objects or texts. V8 takes `[]` for a list of small numbers until something else is put into it, and
 * then compiles again whatever has read it.
 */
function emptyList<Item>(): Item[] {
  const list: unknown[] = [undefined];
  list.pop();
  return list as Item[];
}

function laneAt(depth: number): Lane {
  const known = lanes[depth];
  if (known !== undefined) return known;
  const message: Message = {
    operation: NO_OPERATION,
    direction: UNDIRECTED,
    outcome: "",
    fields: undefined,
    claims: emptyList(),
    notes: emptyList(),
    faults: emptyList(),
    targets: emptyList(),
    targetCount: 0,
    objects: emptyList(),
    samples: [{ ...NO_SAMPLE }],
    sampleCount: 0,
    again: undefined,
    flows: emptyList(),
    flowCount: 0,
    answers: 0,
  };
  const made: Lane = { reader: new Reader(), message };
  lanes[depth] = made;
  return made;
}
