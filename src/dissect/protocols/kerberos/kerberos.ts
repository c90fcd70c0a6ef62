// Kerberos 5: RFC 4120 section 5 (messages), section 7.2 (transport); inside tokens of RFC 4121 section 4.1.
// Not decoded: what is encrypted, contents of pre-authentication data but tickets and FAST, checksums, addresses but
// NetBIOS names, Kerberos 4, the password service on port 464.
import type { Element } from "../../ber.ts";
import { newElement, readElement } from "../../ber.ts";
import { type Parts, readPart } from "../../ber-parts.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { ERRORS_OF_PROCEEDING, encryptionName, errorName } from "./names.ts";
import * as part from "./parts.ts";
import { readPreauthentication } from "./preauthentication.ts";
import { type Shown, shownEncrypted, shownPrincipal, shownTicket } from "./shown.ts";
import { accountText, domainOf, hostOf, tellCipher, tellClient, tellOffered } from "./tell.ts";

const AS_REQ = 10;
const AS_REP = 11;
const TGS_REQ = 12;
const TGS_REP = 13;
const AP_REQ = 14;
const AP_REP = 15;
const KRB_SAFE = 20;
const KRB_PRIV = 21;
const KRB_CRED = 22;
const KRB_ERROR = 30;

const MESSAGES = operationTable("kerberos", [
  [AS_REQ, "as_req", "authenticate"],
  [AS_REP, "as_rep", "authenticate"],
  [TGS_REQ, "tgs_req", "authenticate"],
  [TGS_REP, "tgs_rep", "authenticate"],
  [AP_REQ, "ap_req", "authenticate"],
  [AP_REP, "ap_rep", "authenticate"],
  [KRB_SAFE, "krb_safe", "other"],
  [KRB_PRIV, "krb_priv", "other"],
  [KRB_CRED, "krb_cred", "authenticate"],
  [KRB_ERROR, "krb_error", "authenticate"],
]);

const LONGEST = 131_072;
const WRONG_REALM = 68;
/** Proofs made with the client's long-term key: a reader may guess at the password behind it. */
const ENC_TIMESTAMP = 2;
const ENCRYPTED_CHALLENGE = 138;

interface Memory {
  /** Frame of the request that waits for its answer, by the side that asked. */
  asked: [number, number];
}

/** What one message says, gathered before it is told. */
interface Found {
  type: number;
  version: number;
  client: part.Principal | undefined;
  server: part.Principal | undefined;
  clientRealm: string;
  realm: string;
  ticket: part.Ticket | undefined;
  encrypted: number;
  offered: number[];
  preauthentication: number[];
  netbios: string;
  error: number;
}

const head = newElement();
const field = newElement();
const inner = newElement();
const item = newElement();

/** Logins of Windows domains and other realms. */
export const kerberos = dissector<Memory>({
  name: "kerberos",
  aliases: ["krb5"],
  title: "Kerberos",
  standard: "RFC 4120",
  world: "it",
  longest: LONGEST + 4,
  carriage: [
    { over: "tcp", ports: [88] },
    { over: "udp", ports: [88] },
    { over: "inside", carrier: "gssapi" },
  ],
  remember: () => ({ asked: [0, 0] }),
  probe(reader, talk) {
    const at = talk.stream ? 4 : 0;
    if (talk.stream) {
      if (reader.peek() > 0 || reader.peek(1) > 1) return NO;
      if (reader.left() < 5) return reader.peek() === 0 ? POSSIBLE : NO;
    }
    return looksAlike(reader, at);
  },
  read(reader, talk) {
    const start = reader.position;
    let length = 0;
    if (talk.stream) {
      length = reader.u32();
      if (!reader.ok) return MORE;
      if (length < 2 || length > LONGEST) return REFUSE;
      if (reader.left() > 0 && looksAlike(reader, 0) === NO) return REFUSE;
      if (!reader.fence(4 + length)) return MORE;
    } else {
      if (looksAlike(reader, 0) === NO) return REFUSE;
      head.next = start;
      readElement(reader.bytes, start, reader.end, head);
      reader.fence(head.next > start ? head.next - start : reader.left());
    }
    const parts: Parts = { bytes: reader.bytes, broken: false };
    const { position, end } = reader;
    const fields: Shown | undefined = talk.detailed ? {} : undefined;
    const found = readMessage(parts, position, end, fields);
    // What the capture cut is no fault of its sender.
    if ((found === undefined || parts.broken) && !reader.cut) talk.fault("bad encoding", 0);
    const rest = head.next;
    reader.position = found === undefined ? end : Math.min(end, Math.max(rest, position));
    if (found === undefined) {
      talk.emit(MESSAGES.of((reader.bytes[position] as number) & 0x1f), UNDIRECTED, fields);
      return DONE;
    }
    tell(talk, found);
    pair(talk, found.type);
    const direction = isRequest(found.type) ? REQUEST : isAnswer(found.type) ? RESPONSE : UNDIRECTED;
    talk.emit(MESSAGES.of(found.type), direction, fields);
    return DONE;
  },
});

function isRequest(type: number): boolean {
  return type === AS_REQ || type === TGS_REQ || type === AP_REQ;
}

function isAnswer(type: number): boolean {
  return type === AS_REP || type === TGS_REP || type === AP_REP || type === KRB_ERROR;
}

/** How much the bytes from `ahead` on look like an application tag of Kerberos around a SEQUENCE that begins with version 5. */
function looksAlike(reader: Reader, ahead: number): 0 | 1 | 2 {
  const tag = reader.peek(ahead);
  if (tag < 0x60 || tag > 0x7e || !MESSAGES.has(tag & 0x1f)) return NO as 0;
  let at = afterLength(reader, ahead + 1);
  if (at < 0) return POSSIBLE as 1;
  if (at === 0) return NO as 0;
  const sequence = reader.peek(at);
  if (sequence < 0) return POSSIBLE as 1;
  if (sequence !== 0x30) return NO as 0;
  at = afterLength(reader, at + 1);
  if (at < 0) return POSSIBLE as 1;
  if (at === 0) return NO as 0;
  const kind = tag & 0x1f;
  const first = kind === AS_REQ || kind === TGS_REQ ? 0xa1 : 0xa0;
  const expected = [first, 0x03, 0x02, 0x01, 0x05, first + 1, 0x03, 0x02, 0x01, kind];
  for (let index = 0; index < expected.length; index++) {
    const octet = reader.peek(at + index);
    if (octet < 0) return POSSIBLE as 1;
    if (octet !== expected[index]) return index > 4 ? (POSSIBLE as 1) : (NO as 0);
  }
  return LIKELY as 2;
}

/** Where the contents begin behind the length at `at`; -1 when it is not there yet, 0 when it is none that Kerberos uses. */
function afterLength(reader: Reader, at: number): number {
  const first = reader.peek(at);
  if (first < 0) return -1;
  if (first < 0x80) return at + 1;
  return first > 0x80 && first <= 0x84 ? at + 1 + (first - 0x80) : 0;
}

function readMessage(parts: Parts, at: number, limit: number, fields: Shown | undefined): Found | undefined {
  if (!readPart(parts, at, limit, head) || head.tagClass !== 1) return undefined;
  const type = head.tag;
  const found: Found = {
    type,
    version: Number.NaN,
    client: undefined,
    server: undefined,
    clientRealm: "",
    realm: "",
    ticket: undefined,
    encrypted: Number.NaN,
    offered: [],
    preauthentication: [],
    netbios: "",
    error: Number.NaN,
  };
  if (!readPart(parts, head.content, head.end, inner) || inner.tag !== 16) return undefined;
  const { content, end } = inner;
  for (let next = content; readPart(parts, next, end, field); next = field.next) readField(parts, found, fields);
  if (fields !== undefined) {
    fields["pvno"] = found.version;
    fields["msg_type"] = type;
    if (found.client !== undefined) fields["cname"] = shownPrincipal(found.client);
    if (found.clientRealm !== "") fields["crealm"] = found.clientRealm;
    if (found.server !== undefined) fields["sname"] = shownPrincipal(found.server);
    if (found.realm !== "") fields["realm"] = found.realm;
    if (found.ticket !== undefined) fields["ticket"] = shownTicket(found.ticket);
  }
  return found;
}

/** Fields are explicitly tagged; what a tag means depends on the message. */
function readField(parts: Parts, found: Found, fields: Shown | undefined): void {
  const put = (name: string, value: unknown): void => {
    if (fields !== undefined) fields[name] = value;
  };
  const { type } = found;
  const { tag } = field;
  if (field.tagClass !== 2) {
    parts.broken = true;
    return;
  }
  if (type === AS_REQ || type === TGS_REQ) {
    if (tag === 1) found.version = part.taggedNumber(parts, field);
    else if (tag === 3) readLoginData(parts, found, fields);
    else if (tag === 4) readRequestBody(parts, found, fields);
    return;
  }
  if (tag === 0) {
    found.version = part.taggedNumber(parts, field);
    return;
  }
  switch (type) {
    case AS_REP:
    case TGS_REP:
      if (tag === 2) readLoginData(parts, found, fields);
      else if (tag === 3) found.clientRealm = part.taggedText(parts, field);
      else if (tag === 4) found.client = part.principalIn(parts, field);
      else if (tag === 5) found.ticket = part.ticketIn(parts, field);
      else if (tag === 6) found.encrypted = putEncrypted(parts, field, "enc_part", put);
      return;
    case AP_REQ:
      if (tag === 2) put("ap_options", part.taggedFlags(parts, field));
      else if (tag === 3) found.ticket = part.ticketIn(parts, field);
      else if (tag === 4) putEncrypted(parts, field, "authenticator", put);
      return;
    case AP_REP:
      if (tag === 2) putEncrypted(parts, field, "enc_part", put);
      return;
    case KRB_PRIV:
    case KRB_CRED:
      if (tag === 3) putEncrypted(parts, field, "enc_part", put);
      return;
    case KRB_ERROR:
      readError(parts, found, tag, put);
      return;
    default:
  }
}

function readError(parts: Parts, found: Found, tag: number, put: (name: string, value: unknown) => void): void {
  switch (tag) {
    case 2:
      put("ctime", part.taggedTime(parts, field));
      return;
    case 3:
      put("cusec", part.taggedNumber(parts, field));
      return;
    case 4:
      put("stime", part.taggedTime(parts, field));
      return;
    case 5:
      put("susec", part.taggedNumber(parts, field));
      return;
    case 6:
      found.error = part.taggedNumber(parts, field);
      put("error_code", found.error);
      put("error_code_name", errorName(found.error));
      return;
    case 7:
      found.clientRealm = part.taggedText(parts, field);
      return;
    case 8:
      found.client = part.principalIn(parts, field);
      return;
    case 9:
      found.realm = part.taggedText(parts, field);
      return;
    case 10:
      found.server = part.principalIn(parts, field);
      return;
    case 11:
      put("e_text", part.taggedText(parts, field));
      return;
    case 12:
      put("e_data_length", readPart(parts, field.content, field.end, inner) ? inner.end - inner.content : 0);
      return;
    default:
  }
}

function readLoginData(parts: Parts, found: Found, fields: Shown | undefined): void {
  const shown = readPreauthentication(parts, field, found.preauthentication, fields !== undefined);
  if (fields !== undefined) fields["padata"] = shown;
}

/** KDC-REQ-BODY (section 5.4.1). */
function readRequestBody(parts: Parts, found: Found, fields: Shown | undefined): void {
  if (!readPart(parts, field.content, field.end, inner)) return;
  const { content, end } = inner;
  const body: Shown = {};
  for (let at = content; readPart(parts, at, end, item); at = item.next) {
    switch (item.tag) {
      case 0:
        body["kdc_options"] = part.taggedFlags(parts, item);
        break;
      case 1:
        found.client = part.principalIn(parts, item);
        break;
      case 2:
        // The realm of the server; in an AS exchange that of the client too.
        found.realm = part.taggedText(parts, item);
        break;
      case 3:
        found.server = part.principalIn(parts, item);
        break;
      case 4:
      case 5:
      case 6:
        body[item.tag === 4 ? "from" : item.tag === 5 ? "till" : "rtime"] = part.taggedTime(parts, item);
        break;
      case 7:
        body["nonce"] = part.taggedNumber(parts, item);
        break;
      case 8:
        found.offered = part.numbersIn(parts, item);
        break;
      case 9:
        found.netbios = part.addressesIn(parts, item).netbios;
        break;
      default:
    }
  }
  if (fields === undefined) return;
  Object.assign(fields, body, {
    etype: found.offered,
    etype_names: found.offered.map(encryptionName),
  });
  if (found.netbios !== "") fields["netbios_address"] = found.netbios;
}

function putEncrypted(
  parts: Parts,
  holder: Element,
  name: string,
  put: (name: string, value: unknown) => void,
): number {
  const encrypted = part.encryptedIn(parts, holder);
  put(name, shownEncrypted(encrypted));
  return encrypted.etype;
}

function tell(talk: Talk<Memory>, found: Found): void {
  const server = part.principalText(found.server) || part.principalText(found.ticket?.sname);
  if (found.version !== 5 && !Number.isNaN(found.version)) talk.fault("bad version", 0);
  switch (found.type) {
    case AS_REQ: {
      tellClient(talk as Talk, "sender", found.client, found.realm, "Kerberos login");
      const name = part.principalText(found.client);
      const isProof =
        found.preauthentication.includes(ENC_TIMESTAMP) || found.preauthentication.includes(ENCRYPTED_CHALLENGE);
      if (isProof && name !== "" && hostOf(found.client) === "") {
        talk.note("sender", {
          kind: "credential",
          method: "Kerberos pre-authentication",
          user: accountText(name, found.realm),
          exposure: "challenge",
        });
      }
      talk.claim("sender", "name", found.netbios, 0.9, "NetBIOS address in a Kerberos login");
      tellOffered(talk as Talk, found.offered);
      break;
    }
    case TGS_REQ:
      tellOffered(talk as Talk, found.offered);
      break;
    case AS_REP:
    case TGS_REP: {
      tellClient(talk as Talk, "receiver", found.client, found.clientRealm, "Kerberos ticket");
      const realm = domainOf(found.ticket?.realm ?? "");
      talk.claim("sender", "domainName", realm, 0.85, "Kerberos tickets it gives");
      talk.claim("sender", "role", "directory server", 0.85, "gives out Kerberos tickets");
      // The ticket is sealed with the service's key, the rest with the client's: whoever chose the weaker one is told.
      tellCipher(talk as Talk, found.ticket?.etype ?? Number.NaN);
      if (found.encrypted !== found.ticket?.etype) tellCipher(talk as Talk, found.encrypted);
      break;
    }
    case AP_REQ:
      tellService(talk, found.ticket);
      break;
    case KRB_ERROR:
      if (!ERRORS_OF_PROCEEDING.has(found.error)) talk.refused(errorName(found.error));
      if (found.error !== WRONG_REALM) {
        talk.claim("sender", "domainName", domainOf(found.realm), 0.7, "Kerberos error");
      }
      break;
    default:
  }
  if (server !== "") talk.object(server);
}

/** The service that a ticket is for is the one that it is shown to. */
function tellService(talk: Talk<Memory>, ticket: part.Ticket | undefined): void {
  if (ticket === undefined) return;
  const host = hostOf(ticket.sname);
  if (host === "") return;
  talk.claim("receiver", "name", host, 0.8, "Kerberos ticket shown to it");
  talk.claim("receiver", "domainName", domainOf(ticket.realm), 0.8, "Kerberos ticket shown to it");
  tellCipher(talk as Talk, ticket.etype);
}

function pair(talk: Talk<Memory>, type: number): void {
  const { asked } = talk.memory;
  if (isRequest(type)) asked[talk.side] = talk.frame;
  else if (isAnswer(type)) {
    const frame = asked[1 - talk.side] as number;
    if (frame > 0) talk.answersFrame(frame);
    asked[1 - talk.side] = 0;
  }
}
