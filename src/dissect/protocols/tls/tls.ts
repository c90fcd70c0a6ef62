// Transport Layer Security: RFC 8446, RFC 5246, RFC 6101 (SSL 3.0); record layer, handshake and alerts in the clear.
// Not decoded: what is encrypted, certificates of TLS 1.3 among it; DTLS (another record layer); bodies of
// certificate_verify, supplemental_data and compressed_certificate; SSL 2.0 beyond its hello.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { UNDIRECTED } from "../../talk.ts";
import { readHandshakes } from "./handshake.ts";
import type { TlsMemory, TlsSide } from "./memory.ts";
import { forgetRecord, newMemory, noteVersion } from "./memory.ts";
import * as names from "./names.ts";
import { isVersion2, mayBeVersion2, probeVersion2, readVersion2 } from "./version2.ts";

const HEADER = 5;
/** RFC 5246 section 6.2.3: 2^14 bytes and at most 2048 of expansion. */
const LONGEST_RECORD = 16_384 + 2048;

/** TLS of any version, on its ports and behind a STARTTLS of another protocol, which hands whole records inside "starttls". */
export const tls = dissector<TlsMemory>({
  name: "tls",
  aliases: ["ssl"],
  title: "TLS",
  standard: "RFC 8446, RFC 5246",
  world: "it",
  encrypted: true,
  longest: 65_535 + HEADER,
  carriage: [
    {
      over: "tcp",
      // HTTPS, Modbus security, AMQPS, OPC UA, mail, LDAPS, DNS, FTPS, SIP, syslog, IEC 60870-5-104 and DNP3 over TLS, MQTT.
      ports: [
        443, 465, 636, 802, 853, 989, 990, 992, 993, 995, 2221, 3269, 4433, 4443, 4843, 5061, 5671, 5986, 6514, 8443,
        8883, 9443, 10443, 19998, 19999,
      ],
    },
    { over: "inside", carrier: "starttls" },
  ],
  remember: newMemory,
  probe(reader, talk) {
    // A stream asks again after a hole: what was left of a record is gone.
    if (talk.stream) forgetRecord(talk.memory.sides[talk.side]);
    return probeRecords(reader);
  },
  read(reader, talk) {
    const memory = talk.memory;
    const side = memory.sides[talk.side];
    if (side.rest > 0) return readRest(reader, talk, side);
    if (isVersion2(reader, memory)) return readVersion2(reader, talk);
    if (reader.peek() >= 0x80) return mayBeVersion2(reader) ? MORE : REFUSE;
    const type = reader.u8();
    const version = reader.u16();
    const length = reader.u16();
    if (!reader.ok) return MORE;
    if (names.CONTENT_TYPES[type] === undefined || !isVersion(version)) return REFUSE;
    if (type === names.APPLICATION_DATA) {
      side.rest = length;
      side.recordLength = length;
      side.recordVersion = version;
      if (reader.left() < length && !reader.complete) {
        side.rest -= reader.left();
        reader.skipRest();
        return DONE;
      }
      reader.fence(HEADER + length);
      emitApplicationData(reader, talk, side);
      return DONE;
    }
    if (!reader.fence(HEADER + length)) return MORE;
    if (length > LONGEST_RECORD) talk.fault("record overflow", 3);
    switch (type) {
      case names.HANDSHAKE:
        readHandshakes(reader, talk, version, length);
        break;
      case names.ALERT:
        readAlert(reader, talk, side, version, length);
        break;
      case names.CHANGE_CIPHER_SPEC:
        readChangeCipherSpec(reader, talk, side, version, length);
        break;
      default:
        readHeartbeat(reader, talk, side, version, length);
    }
    return DONE;
  },
});

function isVersion(version: number): boolean {
  return version >= 0x0300 && version <= 0x0304;
}

/** More of an application data record, which may be longer than what is worth holding. */
function readRest(reader: Reader, talk: Talk<TlsMemory>, side: TlsSide): Answer {
  const left = reader.left();
  if (left < side.rest && !reader.complete) {
    side.rest -= left;
    reader.skipRest();
    return DONE;
  }
  reader.fence(side.rest);
  emitApplicationData(reader, talk, side);
  return DONE;
}

function emitApplicationData(reader: Reader, talk: Talk<TlsMemory>, side: TlsSide): void {
  const { recordLength, recordVersion } = side;
  side.rest = 0;
  reader.skipRest();
  if (recordLength > LONGEST_RECORD) talk.fault("record overflow", 3);
  // Only TLS 1.3 keeps the version of 1.2 here, so an older one tells the truth also when the hello was missed.
  if (recordVersion < 0x0303) noteVersion(talk, recordVersion, talk.fromClient ? "receiver" : "sender");
  talk.emit(names.APPLICATION, UNDIRECTED, talk.detailed ? recordFields(23, recordVersion, recordLength) : undefined);
}

function recordFields(type: number, version: number, length: number): object {
  return {
    content_type: type,
    content_type_name: names.CONTENT_TYPES[type],
    record_version: version,
    record_version_name: names.versionName(version),
    length,
  };
}

function readAlert(reader: Reader, talk: Talk<TlsMemory>, side: TlsSide, version: number, length: number): void {
  if (length !== 2) {
    // In the clear an alert is two octets; more of them are encrypted.
    if (length < 2) talk.fault("bad alert length", 3);
    reader.skipRest();
    talk.emit(
      length < 2 ? names.ALERT_MESSAGE : names.ENCRYPTED_ALERT,
      UNDIRECTED,
      talk.detailed ? recordFields(names.ALERT, version, length) : undefined,
    );
    return;
  }
  const level = reader.u8();
  const description = reader.u8();
  const name = names.ALERTS[description] ?? `${description}`;
  if (reader.ok && level !== 1 && level !== 2) talk.fault("bad alert level", HEADER);
  if (reader.ok && names.ALERTS[description] === undefined) talk.fault("unknown alert", HEADER + 1);
  if (level === 2) talk.refused(name);
  side.heldLength = 0;
  talk.emit(
    names.ALERT_MESSAGE,
    UNDIRECTED,
    talk.detailed
      ? {
          ...recordFields(names.ALERT, version, length),
          level,
          level_name: level === 1 ? "warning" : level === 2 ? "fatal" : `${level}`,
          description,
          description_name: name,
        }
      : undefined,
  );
}

function readChangeCipherSpec(
  reader: Reader,
  talk: Talk<TlsMemory>,
  side: TlsSide,
  version: number,
  length: number,
): void {
  const value = length > 0 ? reader.u8() : 0;
  if (length !== 1 || (reader.ok && value !== 1)) talk.fault("bad change cipher spec", HEADER);
  if (side.heldLength > 0) talk.fault("incomplete handshake message", 0);
  side.heldLength = 0;
  side.encrypted = true;
  reader.skip(Math.max(0, reader.left()));
  talk.emit(
    names.CHANGE_CIPHER_SPEC_MESSAGE,
    UNDIRECTED,
    talk.detailed ? recordFields(names.CHANGE_CIPHER_SPEC, version, length) : undefined,
  );
}

/** RFC 6520: in the clear only before the handshake is over, and then a sign of an attack (CVE-2014-0160). */
function readHeartbeat(reader: Reader, talk: Talk<TlsMemory>, side: TlsSide, version: number, length: number): void {
  const type = reader.peek();
  const claimed = reader.peek16(1);
  const isClear = !side.encrypted && (type === 1 || type === 2) && claimed >= 0;
  const fields = talk.detailed ? recordFields(names.HEARTBEAT, version, length) : undefined;
  if (isClear && claimed > length - 19) talk.fault("bad heartbeat length", HEADER + 1);
  reader.skipRest();
  talk.emit(
    isClear ? names.HEARTBEAT_MESSAGE : names.ENCRYPTED_HEARTBEAT,
    UNDIRECTED,
    fields !== undefined && isClear ? { ...fields, type, payload_length: claimed } : fields,
  );
}

const MOST_PROBED = 8;

/** Records in a row: a hello is certain, records that end with the segment are likely, one good header is possible. */
function probeRecords(reader: Reader): Likeness {
  const version2 = probeVersion2(reader);
  if (version2 > NO) return version2;
  let best: Likeness = NO;
  for (let record = 0; record < MOST_PROBED; record++) {
    const type = reader.u8();
    const version = reader.u16();
    const length = reader.u16();
    if (!reader.ok) return best;
    if (names.CONTENT_TYPES[type] === undefined || !isVersion(version) || length > LONGEST_RECORD) return NO;
    const likeness = probeRecord(reader, type, length);
    if (likeness === NO || likeness === CERTAIN) return likeness;
    if (likeness > best) best = likeness;
    if (reader.left() <= length) return reader.left() === length ? LIKELY : best;
    reader.skip(length);
  }
  return LIKELY;
}

function probeRecord(reader: Reader, type: number, length: number): Likeness {
  const first = reader.peek();
  switch (type) {
    case names.HANDSHAKE: {
      if (length < 4) return NO;
      const known = names.HANDSHAKES.has(first);
      const bodyLength = (reader.peek(1) << 16) | reader.peek16(2);
      if ((first === names.CLIENT_HELLO || first === names.SERVER_HELLO) && bodyLength > 0 && reader.peek(4) === 3) {
        return CERTAIN;
      }
      return known && bodyLength + 4 <= length ? LIKELY : POSSIBLE;
    }
    case names.CHANGE_CIPHER_SPEC:
      return length === 1 ? (first === 1 ? LIKELY : NO) : NO;
    case names.ALERT:
      if (length === 2) return first === 1 || first === 2 ? LIKELY : NO;
      return length > 2 && length <= 256 ? POSSIBLE : NO;
    case names.APPLICATION_DATA:
      // Three exact octets and a length within bounds, with bytes enough to mean it.
      return reader.left() >= 64 ? LIKELY : POSSIBLE;
    default:
      return length >= 19 ? POSSIBLE : NO;
  }
}
