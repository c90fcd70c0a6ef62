// DNP3 application fragment: IEEE 1815-2012 section 4.2. What the readers of its parts share.
import type { Attribute } from "../../../model/attribute.ts";
import { hexOf, type Reader } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";

/** One application fragment while it is read. */
export interface Fragment {
  /** Over the fragment's octets, without check values and transport headers. */
  readonly reader: Reader;
  readonly talk: Talk;
  /** Whether values are wanted. */
  readonly detailed: boolean;
  readonly functionCode: number;
  /** Whether an outstation sends it (functions 129 and above). */
  readonly response: boolean;
  /** The outstation: the sender of responses, the receiver of requests, or a part behind either. */
  readonly outstation: About;
  /** Its link address; the broadcast address where a request goes to all. */
  readonly outstationAddress: number;
  /** Where the link frame lies in the carrier's bytes if it holds the whole fragment, else -1. */
  readonly frameAt: number;
  /** Refusal told by an object, "" when none; the first one counts. */
  refusal: string;
  /** Common time of occurrence in milliseconds since 1970 UTC; -1 before one was read. */
  commonTime: number;
}

/** Position in the carrier's bytes of the fragment's octet `at`; 0 when the fragment spans several link frames. */
export function positionOf(fragment: Fragment, at: number): number {
  // Ten octets of link header, then blocks of 16 with two octets of check value each; the transport octet is the first.
  return fragment.frameAt < 0 ? 0 : fragment.frameAt + 10 + at + 2 * (at >> 4);
}

/** Claims something the fragment's octets `start..end` say. */
export function claim(
  fragment: Fragment,
  about: About,
  attribute: Attribute,
  value: string,
  confidence: number,
  method: string,
  start: number,
  end: number,
): void {
  const spans = fragment.frameAt < 0 || end <= start;
  const to = spans ? 0 : positionOf(fragment, end - 1) + 1;
  fragment.talk.claim(about, attribute, value, confidence, method, spans ? 0 : positionOf(fragment, start), to);
}

/** Names a defect at the octet where the fragment's reader stands. */
export function fault(fragment: Fragment, name: string): void {
  const { frameAt, reader } = fragment;
  fragment.talk.fault(name, frameAt < 0 ? 0 : positionOf(fragment, reader.position) - frameAt);
}

/** 48 bits of milliseconds since 1970 UTC. */
export function milliseconds(reader: Reader): number {
  const low = reader.u32le();
  return reader.u16le() * 4294967296 + low;
}

/** What is left before the end, as hexadecimal digits. */
export function restHex(reader: Reader): string {
  const text = hexOf(reader.bytes, reader.position, reader.end);
  reader.skipRest();
  return text;
}
