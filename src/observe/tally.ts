import type { Conversation } from "../dissect/conversation.ts";
import type { Operation } from "../dissect/operation.ts";
import type { Message, Target } from "../dissect/talk.ts";
import { REQUEST, RESPONSE } from "../dissect/talk.ts";
import type { Evidence } from "../model/evidence.ts";
import type { PointStore } from "./points.ts";

const MOST_RANGES = 64;
const MOST_OBJECTS = 64;
const MOST_CYCLES = 16;
const MOST_OUTCOMES = 16;
const KEPT_INTERVALS = 33;

/** A stretch of an address space that an operation touched. */
export interface Range {
  space: string;
  first: number;
  /** One past the last. */
  end: number;
}

/** A request repeated on the same target, with what its intervals look like. */
export interface Cycle {
  space: string;
  first: number;
  count: number;
  /** Times of the first and last request, seconds. */
  begin: number;
  last: number;
  times: number;
  mean: number;
  /** Sum of squared deviations (Welford), seconds squared. */
  squares: number;
  /** The first intervals, for a median that a pause does not spoil. */
  intervals: readonly number[];
}

/** The sums of one function as JSON text can hold them. */
export interface PlainOperation {
  /** Protocol and name: "modbus:read_coils". */
  operation: string;
  requests: number;
  responses: number;
  others: number;
  refused: number;
  outcomes: [string, number][];
  ranges: readonly Range[];
  objects: string[];
  moreTargets: number;
  cycles: readonly Cycle[];
  evidence: Evidence;
}

/** What one conversation did with one function: the sum of all its messages. */
export class OperationTally {
  readonly operation: Operation;
  requests = 0;
  responses = 0;
  others = 0;
  refused = 0;
  outcomes: Map<string, number> | undefined;
  ranges: readonly Range[] = NO_RANGES;
  objects: ReadonlySet<string> = NO_OBJECTS;
  /** Ranges and objects that found no room. */
  moreTargets = 0;
  cycles: readonly Cycle[] = NO_CYCLES;
  evidence: Evidence;

  constructor(operation: Operation, evidence: Evidence) {
    this.operation = operation;
    this.evidence = evidence;
  }

  /** Adds one message of the conversation; its time is read there, for a fraction handed over costs an object. */
  add(message: Message, conversation: Conversation): void {
    if (message.direction === REQUEST) {
      this.requests++;
      this.addCycle(message, conversation);
    } else if (message.direction === RESPONSE) this.responses++;
    else this.others++;
    if (message.outcome !== "") {
      this.refused++;
      this.addOutcome(message.outcome, 1);
    }
    for (let index = 0; index < message.targetCount; index++) {
      const target = message.targets[index] as Target;
      this.addRange(target.space, target.first, target.first + target.count);
    }
    for (let index = 0; index < message.objects.length; index++) this.addObject(message.objects[index] as string);
  }

  /** The sums as JSON text can hold them. */
  plain(): PlainOperation {
    const { requests, responses, others, refused, ranges, moreTargets, cycles, evidence } = this;
    return {
      operation: `${this.operation.protocol}:${this.operation.name}`,
      requests,
      responses,
      others,
      refused,
      outcomes: [...(this.outcomes ?? [])],
      ranges,
      objects: [...this.objects],
      moreTargets,
      cycles,
      evidence,
    };
  }

  /** Fills empty sums with what `plain` gave. */
  fill(plain: PlainOperation): void {
    this.requests = plain.requests;
    this.responses = plain.responses;
    this.others = plain.others;
    this.refused = plain.refused;
    this.moreTargets = plain.moreTargets;
    if (plain.outcomes.length > 0) this.outcomes = new Map(plain.outcomes);
    if (plain.ranges.length > 0) this.ranges = plain.ranges;
    if (plain.objects.length > 0) this.objects = new Set(plain.objects);
    if (plain.cycles.length > 0) {
      this.cycles = plain.cycles.map((cycle) =>
        cycle.intervals.length > 0 ? cycle : { ...cycle, intervals: NO_INTERVALS },
      );
    }
  }

  /** The same sums to go on with apart from these. */
  copy(): OperationTally {
    const copy = new OperationTally(this.operation, this.evidence);
    copy.requests = this.requests;
    copy.responses = this.responses;
    copy.others = this.others;
    copy.refused = this.refused;
    copy.moreTargets = this.moreTargets;
    if (this.outcomes !== undefined) copy.outcomes = new Map(this.outcomes);
    if (this.ranges !== NO_RANGES) copy.ranges = this.ranges.map((range) => ({ ...range }));
    if (this.objects !== NO_OBJECTS) copy.objects = new Set(this.objects);
    if (this.cycles !== NO_CYCLES) copy.cycles = this.cycles.map(copyOfCycle);
    return copy;
  }

  /** Adds what another conversation did with the same function; the other is not to be used afterwards. */
  merge(other: OperationTally): void {
    this.requests += other.requests;
    this.responses += other.responses;
    this.others += other.others;
    this.refused += other.refused;
    this.moreTargets += other.moreTargets;
    if (other.evidence.time < this.evidence.time) this.evidence = other.evidence;
    for (const [outcome, count] of other.outcomes ?? []) this.addOutcome(outcome, count);
    for (const range of other.ranges) this.addRange(range.space, range.first, range.end);
    for (const name of other.objects) this.addObject(name);
    for (const cycle of other.cycles) this.mergeCycle(cycle);
  }

  private addObject(name: string): void {
    if (this.objects.has(name)) return;
    if (this.objects.size >= MOST_OBJECTS) this.moreTargets++;
    else if (this.objects === NO_OBJECTS) this.objects = new Set([name]);
    else (this.objects as Set<string>).add(name);
  }

  private addOutcome(outcome: string, count: number): void {
    this.outcomes ??= new Map();
    const known = this.outcomes.get(outcome);
    if (known !== undefined || this.outcomes.size < MOST_OUTCOMES) this.outcomes.set(outcome, (known ?? 0) + count);
  }

  private addRange(space: string, first: number, end: number): void {
    const ranges = this.ranges;
    for (let index = 0; index < ranges.length; index++) {
      const range = ranges[index] as Range;
      if (range.space !== space || first > range.end || end < range.first) continue;
      if (first < range.first) range.first = first;
      if (end > range.end) range.end = end;
      return;
    }
    if (ranges.length >= MOST_RANGES) this.moreTargets++;
    else if (ranges === NO_RANGES) this.ranges = [{ space, first, end }];
    else (ranges as Range[]).push({ space, first, end });
  }

  private addCycle(message: Message, { time }: Conversation): void {
    const target = message.targetCount > 0 ? (message.targets[0] as Target) : undefined;
    const space = target === undefined ? "" : target.space;
    const first = target === undefined ? 0 : target.first;
    const count = target === undefined ? 0 : target.count;
    for (let index = 0; index < this.cycles.length; index++) {
      const cycle = this.cycles[index] as Cycle;
      if (cycle.first !== first || cycle.count !== count || cycle.space !== space) continue;
      addInterval(cycle, time - cycle.last);
      cycle.last = time;
      return;
    }
    if (this.cycles.length >= MOST_CYCLES) return;
    const begun: Cycle = {
      space,
      first,
      count,
      begin: time,
      last: time,
      times: 1,
      mean: 0,
      squares: 0,
      intervals: NO_INTERVALS,
    };
    if (this.cycles === NO_CYCLES) this.cycles = [begun];
    else (this.cycles as Cycle[]).push(begun);
  }

  /** Joins the same request of a later connection: the pause between the connections is an interval like any other. */
  private mergeCycle(other: Cycle): void {
    const cycle = this.cycles.find(
      (known) => known.space === other.space && known.first === other.first && known.count === other.count,
    );
    if (cycle === undefined) {
      if (this.cycles.length >= MOST_CYCLES) return;
      if (this.cycles === NO_CYCLES) this.cycles = [other];
      else (this.cycles as Cycle[]).push(other);
      return;
    }
    addInterval(cycle, pauseBetween(cycle, other));
    if (other.times > 1) {
      // Chan's formula for the sum of two samples.
      const ours = cycle.times - 1;
      const theirs = other.times - 1;
      const difference = other.mean - cycle.mean;
      cycle.squares += other.squares + (difference * difference * ours * theirs) / (ours + theirs);
      cycle.mean += (difference * theirs) / (ours + theirs);
      cycle.times += theirs;
      for (const interval of other.intervals) {
        if (cycle.intervals.length < KEPT_INTERVALS) (cycle.intervals as number[]).push(interval);
      }
    }
    cycle.begin = Math.min(cycle.begin, other.begin);
    cycle.last = Math.max(cycle.last, other.last);
  }
}

/** Seconds from the end of the earlier to the begin of the later; connections side by side have none, so an interval stays as it is. */
function pauseBetween(one: Cycle, other: Cycle): number {
  if (other.begin >= one.last) return other.begin - one.last;
  if (one.begin >= other.last) return one.begin - other.last;
  return one.times > 1 ? one.mean : other.mean;
}

const NO_RANGES: readonly Range[] = [];
const NO_OBJECTS: ReadonlySet<string> = new Set();
const NO_CYCLES: readonly Cycle[] = [];
const NO_INTERVALS: readonly number[] = [];

function copyOfCycle(cycle: Cycle): Cycle {
  return { ...cycle, intervals: cycle.intervals === NO_INTERVALS ? NO_INTERVALS : [...cycle.intervals] };
}

function addInterval(cycle: Cycle, interval: number): void {
  cycle.times++;
  const before = interval - cycle.mean;
  cycle.mean += before / (cycle.times - 1);
  cycle.squares += before * (interval - cycle.mean);
  if (cycle.intervals === NO_INTERVALS) cycle.intervals = [interval];
  else if (cycle.intervals.length < KEPT_INTERVALS) (cycle.intervals as number[]).push(interval);
}

/** One side's store of process points, and the bit by which it knows the other side. */
export interface ValueHolder {
  store: PointStore;
  peer: number;
}

/** All functions that one conversation used. */
export class ConversationTally {
  readonly operations: OperationTally[] = [];
  /** Where the values go that side 0 and side 1 hold, with the bit of the other side; made at the first value. */
  readonly holders: [ValueHolder | undefined, ValueHolder | undefined] = [undefined, undefined];
  faults = 0;
  /** Faults by name and side: "0 short". */
  faultsByName: Map<string, { side: 0 | 1; name: string; count: number; evidence: Evidence }> | undefined;
  private last: OperationTally | undefined;

  /** The sum for a function, made on first use. */
  of(
    operation: Operation,
    conversation: Conversation,
    evidenceOf: (conversation: Conversation) => Evidence,
  ): OperationTally {
    if (this.last !== undefined && this.last.operation === operation) return this.last;
    for (let index = 0; index < this.operations.length; index++) {
      const known = this.operations[index] as OperationTally;
      if (known.operation !== operation) continue;
      this.last = known;
      return known;
    }
    const made = new OperationTally(operation, evidenceOf(conversation));
    this.operations.push(made);
    this.last = made;
    return made;
  }

  /** Counts a message's faults for the side that sent it. */
  addFaults(message: Message, side: 0 | 1, evidence: Evidence): void {
    for (const fault of message.faults) {
      this.faults++;
      const key = `${side} ${fault.name}`;
      this.faultsByName ??= new Map();
      const known = this.faultsByName.get(key);
      if (known !== undefined) known.count++;
      else if (this.faultsByName.size < 64) this.faultsByName.set(key, { side, name: fault.name, count: 1, evidence });
    }
  }
}
