import type { Conversation } from "../dissect/conversation.ts";
import type { Operation } from "../dissect/operation.ts";
import type { Message, Target } from "../dissect/talk.ts";
import { REQUEST, RESPONSE } from "../dissect/talk.ts";
import type { Evidence } from "../model/evidence.ts";

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
  /** Time of the last request, seconds. */
  last: number;
  times: number;
  mean: number;
  /** Sum of squared deviations (Welford), seconds squared. */
  squares: number;
  /** The first intervals, for a median that a pause does not spoil. */
  intervals: number[];
}

/** What one conversation did with one function: the sum of all its messages. */
export class OperationTally {
  readonly operation: Operation;
  requests = 0;
  responses = 0;
  others = 0;
  refused = 0;
  outcomes: Map<string, number> | undefined;
  readonly ranges: Range[] = [];
  readonly objects = new Set<string>();
  /** Ranges and objects that found no room. */
  moreTargets = 0;
  readonly cycles: Cycle[] = [];
  readonly evidence: Evidence;

  constructor(operation: Operation, evidence: Evidence) {
    this.operation = operation;
    this.evidence = evidence;
  }

  /** Adds one message. */
  add(message: Message, time: number): void {
    if (message.direction === REQUEST) {
      this.requests++;
      this.addCycle(message, time);
    } else if (message.direction === RESPONSE) this.responses++;
    else this.others++;
    if (message.outcome !== "") this.addOutcome(message.outcome);
    for (let index = 0; index < message.targetCount; index++) this.addRange(message.targets[index] as Target);
    for (let index = 0; index < message.objects.length; index++) {
      const name = message.objects[index] as string;
      if (this.objects.size < MOST_OBJECTS) this.objects.add(name);
      else if (!this.objects.has(name)) this.moreTargets++;
    }
  }

  private addOutcome(outcome: string): void {
    this.refused++;
    this.outcomes ??= new Map();
    const known = this.outcomes.get(outcome);
    if (known !== undefined || this.outcomes.size < MOST_OUTCOMES) this.outcomes.set(outcome, (known ?? 0) + 1);
  }

  private addRange(target: Target): void {
    const { space, first } = target;
    const end = first + target.count;
    const ranges = this.ranges;
    for (let index = 0; index < ranges.length; index++) {
      const range = ranges[index] as Range;
      if (range.space !== space || first > range.end || end < range.first) continue;
      if (first < range.first) range.first = first;
      if (end > range.end) range.end = end;
      return;
    }
    if (ranges.length < MOST_RANGES) ranges.push({ space, first, end });
    else this.moreTargets++;
  }

  private addCycle(message: Message, time: number): void {
    const target = message.targetCount > 0 ? (message.targets[0] as Target) : undefined;
    const space = target === undefined ? "" : target.space;
    const first = target === undefined ? 0 : target.first;
    const count = target === undefined ? 0 : target.count;
    for (let index = 0; index < this.cycles.length; index++) {
      const cycle = this.cycles[index] as Cycle;
      if (cycle.first !== first || cycle.count !== count || cycle.space !== space) continue;
      const interval = time - cycle.last;
      cycle.last = time;
      cycle.times++;
      const before = interval - cycle.mean;
      cycle.mean += before / (cycle.times - 1);
      cycle.squares += before * (interval - cycle.mean);
      if (cycle.intervals.length < KEPT_INTERVALS) cycle.intervals.push(interval);
      return;
    }
    if (this.cycles.length < MOST_CYCLES) {
      this.cycles.push({ space, first, count, last: time, times: 1, mean: 0, squares: 0, intervals: [] });
    }
  }
}

/** All functions that one conversation used. */
export class ConversationTally {
  readonly operations: OperationTally[] = [];
  faults = 0;
  /** Faults by name and side: "0 short". */
  readonly faultsByName = new Map<string, { side: 0 | 1; name: string; count: number; evidence: Evidence }>();
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
      const known = this.faultsByName.get(key);
      if (known !== undefined) known.count++;
      else if (this.faultsByName.size < 64) this.faultsByName.set(key, { side, name: fault.name, count: 1, evidence });
    }
  }
}
