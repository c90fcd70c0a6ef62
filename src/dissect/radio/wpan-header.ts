// The MAC header of IEEE 802.15.4: IEEE 802.15.4-2020 sections 7.2 (frame format), 7.4 (information elements), 9.4 (auxiliary security header).

/** Frame types (table 7-1). */
export const WPAN_BEACON = 0;
export const WPAN_DATA = 1;
export const WPAN_ACK = 2;
export const WPAN_COMMAND = 3;
/** Multipurpose, fragment and extended frames have headers of their own. */
export const WPAN_LAST_COMMON = 3;
/** Addressing modes (table 7-3). */
export const WPAN_NONE = 0;
export const WPAN_SHORT = 2;
export const WPAN_EXTENDED = 3;
const NO_PAN = -1;

/** What a MAC header says and where its parts lie; one record is filled again for each frame. */
export class WpanHeader {
  control = 0;
  type = 0;
  version = 0;
  secured = false;
  /** -1 where it is suppressed. */
  sequence = -1;
  destinationMode = WPAN_NONE;
  /** 0 to 65,535, -1 without one. */
  destinationPan = NO_PAN;
  /** Offset of the address, least significant byte first. */
  destinationAt = 0;
  sourceMode = WPAN_NONE;
  sourcePan = NO_PAN;
  sourceAt = 0;
  /** Security level 0 to 7 (table 9-6); levels from 4 on encrypt. */
  securityLevel = 0;
  keyIdMode = 0;
  /** -1 where it is left out. */
  frameCounter = -1;
  /** Information elements passed. */
  elements = 0;
  /** The payload, without the message integrity code. */
  bodyAt = 0;
  bodyEnd = 0;

  /** Reads the header of the frame `bytes[at..end)`, which ends before its check sequence; false when it is cut or of a kind of its own. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    this.clear(end);
    const control = at + 3 > end ? 0 : this.shortAt(bytes, at);
    this.control = control;
    this.type = control & 7;
    this.version = (control >> 12) & 3;
    this.secured = (control & 0x08) !== 0;
    this.destinationMode = (control >> 10) & 3;
    this.sourceMode = (control >> 14) & 3;
    if (at + 3 > end || this.type > WPAN_LAST_COMMON || this.version === 3) return false;
    if (this.destinationMode === 1 || this.sourceMode === 1) return false;
    let next = at + 2;
    if (this.version < 2 || (control & 0x0100) === 0) this.sequence = bytes[next++] as number;
    next = this.addresses(bytes, next, end);
    if (next < 0) return false;
    if (this.secured) next = this.security(bytes, next, end);
    if (next < 0) return false;
    if (this.version === 2 && (control & 0x0200) !== 0) next = this.informationElements(bytes, next, this.bodyEnd);
    if (next < 0 || next > this.bodyEnd) return false;
    this.bodyAt = next;
    return true;
  }

  /** The 16-bit address at `at`. */
  shortAt(bytes: Uint8Array, at: number): number {
    return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  }

  private clear(end: number): void {
    this.sequence = -1;
    this.destinationPan = NO_PAN;
    this.sourcePan = NO_PAN;
    this.destinationAt = 0;
    this.sourceAt = 0;
    this.securityLevel = 0;
    this.keyIdMode = 0;
    this.frameCounter = -1;
    this.elements = 0;
    this.bodyAt = end;
    this.bodyEnd = end;
  }

  private addresses(bytes: Uint8Array, first: number, end: number): number {
    const { destinationMode, sourceMode, control } = this;
    const compressed = (control & 0x40) !== 0;
    let hasDestinationPan = destinationMode !== WPAN_NONE;
    let hasSourcePan = sourceMode !== WPAN_NONE && !(compressed && hasDestinationPan);
    if (this.version === 2) {
      // Table 7-2: since 2015 the bit also says that a lone address goes without its PAN.
      const bothExtended = destinationMode === WPAN_EXTENDED && sourceMode === WPAN_EXTENDED;
      if (destinationMode === WPAN_NONE && sourceMode === WPAN_NONE) hasDestinationPan = compressed;
      else if (bothExtended) {
        hasDestinationPan = !compressed;
        hasSourcePan = false;
      } else if (sourceMode === WPAN_NONE) hasDestinationPan = !compressed;
      else if (destinationMode === WPAN_NONE) hasSourcePan = !compressed;
    }
    let at = first;
    if (hasDestinationPan) {
      if (at + 2 > end) return -1;
      this.destinationPan = this.shortAt(bytes, at);
      at += 2;
    }
    this.destinationAt = at;
    at += widthOf(destinationMode);
    if (hasSourcePan) {
      if (at + 2 > end) return -1;
      this.sourcePan = this.shortAt(bytes, at);
      at += 2;
    } else if (sourceMode !== WPAN_NONE) this.sourcePan = this.destinationPan;
    this.sourceAt = at;
    at += widthOf(sourceMode);
    return at > end ? -1 : at;
  }

  private security(bytes: Uint8Array, first: number, end: number): number {
    if (first >= end) return -1;
    const control = bytes[first] as number;
    this.securityLevel = control & 7;
    this.keyIdMode = (control >> 3) & 3;
    let at = first + 1;
    if (this.version < 2 || (control & 0x20) === 0) {
      if (at + 4 > end) return -1;
      this.frameCounter = (this.shortAt(bytes, at) + this.shortAt(bytes, at + 2) * 65536) >>> 0;
      at += 4;
    }
    at += [0, 1, 5, 9][this.keyIdMode] as number;
    const integrity = [0, 4, 8, 16][this.securityLevel & 3] as number;
    if (at + integrity > end) return -1;
    this.bodyEnd = end - integrity;
    return at;
  }

  private informationElements(bytes: Uint8Array, first: number, end: number): number {
    let at = first;
    let inPayload = false;
    while (at + 2 <= end) {
      const descriptor = this.shortAt(bytes, at);
      at += 2;
      this.elements++;
      if (inPayload) {
        at += descriptor & 0x7ff;
        if (((descriptor >> 11) & 15) === 15) return at > end ? -1 : at;
      } else {
        at += descriptor & 0x7f;
        const id = (descriptor >> 7) & 0xff;
        if (id === 0x7f) return at > end ? -1 : at;
        // Payload elements are part of what is encrypted.
        if (id === 0x7e) {
          if (this.securityLevel >= 4) return at;
          inPayload = true;
        }
      }
    }
    return at > end ? -1 : at;
  }
}

function widthOf(mode: number): number {
  return mode === WPAN_EXTENDED ? 8 : mode === WPAN_SHORT ? 2 : 0;
}
