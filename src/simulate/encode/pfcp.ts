// 3GPP TS 29.244 sections 7.2 to 7.5 and 8.2: PFCP between control and user plane.
import { type ByteWriter, writer } from "../bytes.ts";

const SECONDS_1900_TO_1970 = 2208988800;
const RECOVERY_TIME_STAMP = 96;

/** Asks for (1) or gives (2) a sign of life; `since` is the second since 1970 UTC at which the sender started. */
export function heartbeat(out: ByteWriter, type: 1 | 2, sequence: number, since: number): void {
  out.u8(0x20, type).u16(12).u24(sequence).u8(0);
  out.u16(RECOVERY_TIME_STAMP, 4).u32((since + SECONDS_1900_TO_1970) % 4294967296);
}

const CAUSE = 19;
const UPDATE_FAR = 10;
const UPDATE_FORWARDING_PARAMETERS = 11;
const OUTER_HEADER_CREATION = 84;
const FAR_ID = 108;
const GTP_U_OVER_IPV4 = 0x0100;
const ACCEPTED = 1;

/** Points the forwarding of a session at another tunnel end: session modification request (section 7.5.4). */
export function modification(
  out: ByteWriter,
  sequence: number,
  session: number,
  tunnel: number,
  address: number,
): void {
  const creation = 4 + 10;
  const parameters = 4 + creation;
  const far = 8 + parameters;
  out
    .u8(0x21, 52)
    .u16(12 + 4 + far)
    .u32(0)
    .u32(session)
    .u24(sequence)
    .u8(0);
  out.u16(UPDATE_FAR, far).u16(FAR_ID, 4).u32(1);
  out
    .u16(UPDATE_FORWARDING_PARAMETERS, creation)
    .u16(OUTER_HEADER_CREATION, 10)
    .u16(GTP_U_OVER_IPV4)
    .u32(tunnel)
    .u32(address);
}

/** Says that it was done: session modification response (section 7.5.5). */
export function modificationAnswer(out: ByteWriter, sequence: number, session: number): void {
  out
    .u8(0x21, 53)
    .u16(12 + 5)
    .u32(0)
    .u32(session)
    .u24(sequence)
    .u8(0);
  out.u16(CAUSE, 1).u8(ACCEPTED);
}

const NODE_ID = 60;
const UP_FUNCTION_FEATURES = 43;
const CP_FUNCTION_FEATURES = 89;

function element(out: ByteWriter, type: number, content: ByteWriter): ByteWriter {
  return out.u16(type, content.length).add(content);
}

function nodeId(out: ByteWriter, address: number): ByteWriter {
  return element(out, NODE_ID, writer().u8(0).u32(address));
}

/** Association setup of the two planes: asked for (5) by the control plane, granted (6) by the user plane. */
export function association(out: ByteWriter, type: 5 | 6, sequence: number, address: number, since: number): void {
  const body = writer();
  nodeId(body, address);
  if (type === 6) element(body, CAUSE, writer().u8(ACCEPTED));
  element(body, RECOVERY_TIME_STAMP, writer().u32((since + SECONDS_1900_TO_1970) % 4294967296));
  if (type === 5) element(body, CP_FUNCTION_FEATURES, writer().u8(0));
  else element(body, UP_FUNCTION_FEATURES, writer().u16(0));
  out
    .u8(0x20, type)
    .u16(4 + body.length)
    .u24(sequence)
    .u8(0)
    .add(body);
}

/** A session of one device. */
export interface UserSession {
  session: number;
  /** Address of the device and of the user plane, tunnel towards the core. */
  address: number;
  userPlane: number;
  tunnel: number;
  /** Digits of the subscriber, and the data network in one label. */
  subscriber: string;
  network: string;
}

const CREATE_PDR = 1;
const PDI = 2;
const CREATE_FAR = 3;
const FORWARDING_PARAMETERS = 4;
const SOURCE_INTERFACE = 20;
const F_TEID = 21;
const NETWORK_INSTANCE = 22;
const PRECEDENCE = 29;
const DESTINATION_INTERFACE = 42;
const APPLY_ACTION = 44;
const PDR_ID = 56;
const F_SEID = 57;
const UE_IP_ADDRESS = 93;
const OUTER_HEADER_REMOVAL = 95;
const USER_ID = 141;
const FORWARD = 2;
const IPV4 = 2;

/** Tells the user plane what to do with the packets of a device: session establishment request (section 7.5.2). */
export function establishment(out: ByteWriter, sequence: number, controlPlane: number, user: UserSession): void {
  const detection = writer();
  element(detection, SOURCE_INTERFACE, writer().u8(0));
  element(detection, F_TEID, writer().u8(1).u32(user.tunnel).u32(user.userPlane));
  element(detection, NETWORK_INSTANCE, writer().u8(user.network.length).text(user.network));
  element(detection, UE_IP_ADDRESS, writer().u8(IPV4).u32(user.address));
  const rule = writer();
  element(rule, PDR_ID, writer().u16(1));
  element(rule, PRECEDENCE, writer().u32(255));
  element(rule, PDI, detection);
  element(rule, OUTER_HEADER_REMOVAL, writer().u8(0));
  element(rule, FAR_ID, writer().u32(1));
  const forwarding = writer();
  element(forwarding, FAR_ID, writer().u32(1));
  element(forwarding, APPLY_ACTION, writer().u8(FORWARD));
  element(forwarding, FORWARDING_PARAMETERS, element(writer(), DESTINATION_INTERFACE, writer().u8(1)));
  const body = writer();
  nodeId(body, controlPlane);
  element(body, F_SEID, writer().u8(IPV4).u64(user.session).u32(controlPlane));
  element(body, CREATE_PDR, rule);
  element(body, CREATE_FAR, forwarding);
  const digits = writer();
  for (let at = 0; at < user.subscriber.length; at += 2) {
    const high = at + 1 < user.subscriber.length ? Number(user.subscriber[at + 1]) : 15;
    digits.u8((high << 4) | Number(user.subscriber[at]));
  }
  element(body, USER_ID, writer().u8(1, digits.length).add(digits));
  // The other plane has no number for the session yet.
  out
    .u8(0x21, 50)
    .u16(12 + body.length)
    .u64(0)
    .u24(sequence)
    .u8(0)
    .add(body);
}

/** Says that it was done: session establishment response (section 7.5.3). */
export function establishmentAnswer(out: ByteWriter, sequence: number, userPlane: number, session: number): void {
  const body = writer();
  nodeId(body, userPlane);
  element(body, CAUSE, writer().u8(ACCEPTED));
  element(body, F_SEID, writer().u8(IPV4).u64(session).u32(userPlane));
  out
    .u8(0x21, 51)
    .u16(12 + body.length)
    .u64(session)
    .u24(sequence)
    .u8(0)
    .add(body);
}
