// Radio links of small devices: IEEE 802.15.4 (with check sequence, without, and with the TAP header), Bluetooth LE (bare, with
// pseudo-header, and as Nordic's sniffer writes it). Link types and their headers: tcpdump.org/linktypes.
import {
  CENTRAL_MARK,
  PERIPHERAL_MARK,
  putAll,
  putBluetooth,
  putExtended,
  putShort,
  putUnknownEnd,
} from "./addresses.ts";
import { LOWPAN_BROKEN, LOWPAN_PACKET, LOWPAN_WAITS, Lowpan } from "./lowpan.ts";
import { WPAN_BEACON, WPAN_DATA, WPAN_EXTENDED, WPAN_NONE, WPAN_SHORT, WpanHeader } from "./wpan-header.ts";

/** EtherType that stands for frames of IEEE 802.15.4 from their frame control on, without check sequence. */
export const WPAN_TYPE = 0x809a;
/** Stands for packets of Bluetooth LE from their access address on, without CRC; no EtherType is below 1,536. */
export const BLUETOOTH_TYPE = 0x0251;
const ADVERTISING = 0x8e89bed6;
const MOST_CONNECTIONS = 64;

/** How far the reading of a radio frame came. */
export const RADIO_LINK = 0;
export const RADIO_IP = 1;
export const RADIO_CUT = 2;
export const RADIO_DAMAGED = 3;
/** A fragment of a packet that waits, or an adaption layer that cannot be unfolded: counted by its addresses. */
export const RADIO_WAITS = 4;

/** Whether frames of this link type are read here. */
export function isRadioLink(linkType: number): boolean {
  return (
    linkType === 195 || linkType === 230 || linkType === 283 || linkType === 251 || linkType === 256 || linkType === 272
  );
}

/** Reads the link layer of radio frames; one per packet record, for connections and fragments span frames. */
export class RadioLink {
  /** Destination and source address as six bytes each. */
  readonly addresses = new Uint8Array(12);
  hasDestination = false;
  hasSource = false;
  type = 0;
  start = 0;
  end = 0;
  /** The IPv6 packet, where the frame held one. */
  packet: Uint8Array = new Uint8Array(0);
  private readonly header = new WpanHeader();
  private readonly lowpan = new Lowpan();
  /** Whether a check sequence of this capture fitted: then it holds them, and not what some receivers write in their place. */
  private sumsFit = false;
  /** Access addresses of connections, with the addresses of central and peripheral; the oldest gives way. */
  private readonly connections: number[] = [];
  private readonly ends: Uint8Array[] = [];

  /** Reads the frame `bytes[at..end)`; `whole` is false where the capture cut its end. */
  read(bytes: Uint8Array, at: number, end: number, linkType: number, whole: boolean): 0 | 1 | 2 | 3 | 4 {
    this.hasDestination = false;
    this.hasSource = false;
    this.start = at;
    this.end = end;
    switch (linkType) {
      case 230:
        return this.wpan(bytes, at, end);
      case 195:
        return this.wpanChecked(bytes, at, end, 1, whole);
      case 283:
        return this.wpanTap(bytes, at, end, whole);
      case 251:
        return this.bluetooth(bytes, at, whole ? end - 3 : end, -1);
      case 256:
        return this.bluetoothWithHeader(bytes, at, end, whole);
      default:
        return this.nordic(bytes, at, end, whole);
    }
  }

  private wpanTap(bytes: Uint8Array, at: number, end: number, whole: boolean): 0 | 1 | 2 | 3 | 4 {
    if (at + 4 > end) return RADIO_CUT;
    const headerEnd = at + u16le(bytes, at + 2);
    if (headerEnd < at + 4 || headerEnd > end) return RADIO_CUT;
    let sum = 0;
    for (let next = at + 4; next + 4 <= headerEnd; ) {
      const length = u16le(bytes, next + 2);
      // Type 0 says which check sequence follows the frame: none, 16 bits or 32.
      if (u16le(bytes, next) === 0 && length >= 1 && next + 4 < headerEnd) sum = bytes[next + 4] as number;
      next += 4 + ((length + 3) & ~3);
    }
    return this.wpanChecked(bytes, headerEnd, end, sum, whole);
  }

  private wpanChecked(bytes: Uint8Array, at: number, end: number, sum: number, whole: boolean): 0 | 1 | 2 | 3 | 4 {
    if (sum === 0 || !whole) return this.wpan(bytes, at, end);
    if (sum === 2) return end - at < 7 ? RADIO_CUT : this.wpan(bytes, at, end - 4);
    if (end - at < 5) return RADIO_CUT;
    if (checkSequence(bytes, at, end - 2) === u16le(bytes, end - 2)) this.sumsFit = true;
    // Some receivers write signal strength there, and a bit that says whether the check passed.
    else if (this.sumsFit || ((bytes[end - 1] as number) & 0x80) === 0) return RADIO_DAMAGED;
    return this.wpan(bytes, at, end - 2);
  }

  private wpan(bytes: Uint8Array, at: number, end: number): 0 | 1 | 2 | 4 {
    const { header, addresses } = this;
    this.type = WPAN_TYPE;
    this.start = at;
    this.end = end;
    if (at >= end) return RADIO_CUT;
    if (!header.read(bytes, at, end)) return RADIO_LINK;
    const { destinationMode, destinationAt, destinationPan, sourceMode, sourceAt, sourcePan } = header;
    this.hasDestination = destinationMode !== WPAN_NONE;
    if (destinationMode === WPAN_EXTENDED) putExtended(addresses, 0, bytes, destinationAt);
    else if (destinationMode === WPAN_SHORT)
      putShort(addresses, 0, destinationPan, header.shortAt(bytes, destinationAt));
    else if (header.type === WPAN_BEACON) {
      putAll(addresses, 0);
      this.hasDestination = true;
    }
    this.hasSource = sourceMode !== WPAN_NONE;
    if (sourceMode === WPAN_EXTENDED) putExtended(addresses, 6, bytes, sourceAt);
    else if (sourceMode === WPAN_SHORT) putShort(addresses, 6, sourcePan, header.shortAt(bytes, sourceAt));
    if (header.type !== WPAN_DATA || header.securityLevel >= 4 || header.bodyAt >= header.bodyEnd) return RADIO_LINK;
    const found = this.lowpan.read(bytes, header);
    if (found === LOWPAN_WAITS) return RADIO_WAITS;
    if (found === LOWPAN_BROKEN || found !== LOWPAN_PACKET) return RADIO_LINK;
    this.packet = this.lowpan.bytes;
    this.end = this.lowpan.end;
    return RADIO_IP;
  }

  private bluetoothWithHeader(bytes: Uint8Array, at: number, end: number, whole: boolean): 0 | 2 | 3 {
    if (at + 10 > end) return RADIO_CUT;
    const flags = u16le(bytes, at + 8);
    // Bit 10: the CRC was checked; bit 11: it fitted.
    if ((flags & 0x0c00) === 0x0400) return RADIO_DAMAGED;
    const kind = (flags >> 7) & 7;
    const start = at + 10;
    // On the coded PHY a byte for the coding follows the access address.
    if (flags >> 14 === 2) return RADIO_CUT;
    return this.bluetooth(bytes, start, whole ? end - 3 : end, kind === 2 ? 0 : kind === 3 ? 1 : -1);
  }

  /** Board, length, protocol version, counter, kind; then length, flags, channel, signal, counter, time of the packet. */
  private nordic(bytes: Uint8Array, at: number, end: number, whole: boolean): 0 | 2 | 3 {
    if (at + 17 > end) return RADIO_CUT;
    const flags = bytes[at + 8] as number;
    if ((flags & 1) === 0) return RADIO_DAMAGED;
    const start = at + 7 + (bytes[at + 7] as number);
    if (start < at + 17 || (((flags >> 4) & 7) === 2 && start + 5 > end)) return RADIO_CUT;
    return this.bluetooth(bytes, start, whole ? end - 3 : end, (flags & 2) !== 0 ? 0 : 1);
  }

  /** `sender` is 0 for the central, 1 for the peripheral, -1 where nobody tells. */
  private bluetooth(bytes: Uint8Array, at: number, end: number, sender: number): 0 | 2 {
    this.type = BLUETOOTH_TYPE;
    this.start = at;
    this.end = end;
    if (at + 6 > end) return RADIO_CUT;
    const access = u32le(bytes, at);
    if (access === ADVERTISING) return this.advertising(bytes, at, end);
    const { addresses } = this;
    const index = this.connections.lastIndexOf(access);
    this.hasSource = true;
    this.hasDestination = true;
    const from = sender === 1 ? 6 : 0;
    if (index >= 0) {
      const ends = this.ends[index] as Uint8Array;
      for (let byte = 0; byte < 6; byte++) {
        addresses[6 + byte] = ends[from + byte] as number;
        addresses[byte] = ends[6 - from + byte] as number;
      }
    } else {
      putUnknownEnd(addresses, 6, sender === 1 ? PERIPHERAL_MARK : CENTRAL_MARK, bytes, at);
      putUnknownEnd(addresses, 0, sender === 1 ? CENTRAL_MARK : PERIPHERAL_MARK, bytes, at);
    }
    return RADIO_LINK;
  }

  private advertising(bytes: Uint8Array, at: number, end: number): 0 {
    const { addresses } = this;
    const head = bytes[at + 4] as number;
    const kind = head & 15;
    const senderIsRandom = (head & 0x40) !== 0;
    const receiverIsRandom = (head & 0x80) !== 0;
    const body = at + 6;
    putAll(addresses, 0);
    this.hasDestination = true;
    // Extended advertising (7) has its addresses behind flags, if at all.
    if (kind === 7) {
      const flags = body + 2 <= end && ((bytes[body] as number) & 0x3f) > 0 ? (bytes[body + 1] as number) : 0;
      this.hasSource = (flags & 1) !== 0 && body + 8 <= end;
      if (this.hasSource) putBluetooth(addresses, 6, bytes, body + 2, senderIsRandom);
      return RADIO_LINK;
    }
    this.hasSource = body + 6 <= end;
    if (this.hasSource) putBluetooth(addresses, 6, bytes, body, senderIsRandom);
    const isDirected = kind === 1 || kind === 3 || kind === 5;
    if (!isDirected || body + 12 > end) return RADIO_LINK;
    putBluetooth(addresses, 0, bytes, body + 6, receiverIsRandom);
    if (kind === 5 && body + 34 <= end) this.connect(u32le(bytes, body + 12));
    return RADIO_LINK;
  }

  private connect(access: number): void {
    const ends = new Uint8Array(12);
    for (let byte = 0; byte < 6; byte++) {
      ends[byte] = this.addresses[6 + byte] as number;
      ends[6 + byte] = this.addresses[byte] as number;
    }
    if (this.connections.length >= MOST_CONNECTIONS) {
      this.connections.shift();
      this.ends.shift();
    }
    this.connections.push(access);
    this.ends.push(ends);
  }
}

/** The check sequence of `bytes[start..end)`: IEEE 802.15.4-2020 section 7.2.11, CRC of ITU-T, least significant bit first. */
export function checkSequence(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) {
    sum ^= bytes[at] as number;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) !== 0 ? (sum >> 1) ^ 0x8408 : sum >> 1;
  }
  return sum;
}

function u16le(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function u32le(bytes: Uint8Array, at: number): number {
  return (u16le(bytes, at) + u16le(bytes, at + 2) * 65536) >>> 0;
}
