// Link layers of field buses, brought into the form of Ethernet: BACnet MS/TP (LINKTYPE_BACNET_MS_TP; ASHRAE 135 clause 9) and
// CAN (LINKTYPE_CAN_SOCKETCAN; ISO 11898-1). Stations get locally administered addresses made of their numbers, so that the
// rest of the engine needs to know nothing of buses.

const MSTP_LINK = 165;
const CAN_LINK = 227;
/** Types that no EtherType and no length of an 802.3 frame of these captures can be: the numbers of the link types, and ETH_P_CAN of Linux. */
export const MSTP_TYPE = 165;
/** CAN frames with identifiers of 11 bits, and of 29 bits. */
export const CAN_TYPE = 0x000c;
export const CAN_EXTENDED_TYPE = 0x010c;
/** CAN frames with the identifiers that ISO 15765-4 keeps for diagnosis: they share the bus with any other protocol. */
export const CAN_DIAGNOSTIC_TYPE = 0x020c;

const ETHERNET_HEADER = 14;
const LONGEST_PAYLOAD = 2048;
const MSTP_HEADER = 8;
const MSTP_BROADCAST = 255;
const CAN_HEADER = 8;
const CAN_EXTENDED = 0x80;

/** "MSTP" and "CAN" behind the bit of local administration. */
const MSTP_ADDRESS = [0x02, 0x4d, 0x53, 0x54, 0x50, 0];
const CAN_ADDRESS = [0x02, 0x43, 0x41, 0x4e, 0, 0];

/** Where a bus frame lies once it has the form of Ethernet; reused for every frame. */
export const busFrame: Uint8Array = new Uint8Array(ETHERNET_HEADER + LONGEST_PAYLOAD);

/** Whether frames of a LINKTYPE_ number are those of a bus. */
export function isBusLink(linkType: number): boolean {
  return linkType === MSTP_LINK || linkType === CAN_LINK;
}

/**
 * Copies the bus frame `bytes[start..end)` into `busFrame` behind addresses and type of Ethernet. Answers its length there, 0
 * when not even the header is all here.
 */
export function translateBus(bytes: Uint8Array, start: number, end: number, linkType: number): number {
  const isCan = linkType === CAN_LINK;
  if (end - start < (isCan ? CAN_HEADER : MSTP_HEADER)) return 0;
  if (isCan) {
    // Frames of CAN are for everybody, and say only by convention who sends them.
    address(0, CAN_ADDRESS, -1);
    address(6, CAN_ADDRESS, 0);
    type(canType(bytes, start, end));
  } else {
    const destination = bytes[start + 3] as number;
    address(0, MSTP_ADDRESS, destination === MSTP_BROADCAST ? -1 : destination);
    address(6, MSTP_ADDRESS, bytes[start + 4] as number);
    type(MSTP_TYPE);
  }
  const length = Math.min(end - start, LONGEST_PAYLOAD);
  for (let at = 0; at < length; at++) busFrame[ETHERNET_HEADER + at] = bytes[start + at] as number;
  return ETHERNET_HEADER + length;
}

/**
 * Which of the CAN types a frame is of. Of the identifiers of diagnosis, CANopen's layer setting services have two
 * (CiA 305: 0x7e4 and 0x7e5): there the first octet tells a service from the length of a diagnostic message.
 */
function canType(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] as number;
  const second = bytes[start + 1] as number;
  const third = bytes[start + 2] as number;
  const last = bytes[start + 3] as number;
  if ((first & CAN_EXTENDED) !== 0) {
    const isDiagnostic = (first & 0x1f) === 0x18 && (second === 0xda || second === 0xdb);
    return isDiagnostic ? CAN_DIAGNOSTIC_TYPE : CAN_EXTENDED_TYPE;
  }
  if ((first & 0x60) !== 0 || third !== 0x07 || last < 0xdf || last > 0xef) return CAN_TYPE;
  if (last !== 0xe4 && last !== 0xe5) return CAN_DIAGNOSTIC_TYPE;
  const head = start + CAN_HEADER < end ? (bytes[start + CAN_HEADER] as number) : 0;
  const mode = start + CAN_HEADER + 1 < end ? (bytes[start + CAN_HEADER + 1] as number) : 0;
  const behind = start + CAN_HEADER + 2 < end ? (bytes[start + CAN_HEADER + 2] as number) : 0;
  // Switching the state of all nodes has one of two modes and nothing behind it; a diagnostic message of four octets has a service there.
  const isLayerSetting = head >= 0x40 || head === 0x11 || head === 0x13 || head === 0x15 || head === 0x17;
  return isLayerSetting || (head === 0x04 && mode <= 1 && behind === 0) ? CAN_TYPE : CAN_DIAGNOSTIC_TYPE;
}

/** Writes an address that ends with a station's number; -1 for all stations. */
function address(at: number, pattern: readonly number[], station: number): void {
  for (let index = 0; index < 6; index++) busFrame[at + index] = station < 0 ? 0xff : (pattern[index] as number);
  if (station >= 0) busFrame[at + 5] = station;
}

function type(value: number): void {
  busFrame[12] = value >> 8;
  busFrame[13] = value & 0xff;
}
