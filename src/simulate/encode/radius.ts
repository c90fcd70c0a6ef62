// RFC 2865 sections 3 and 5: RADIUS. Authenticators and hidden passwords are random octets: nobody can check them without the secret.
import type { ByteWriter } from "../bytes.ts";

export const ACCESS_REQUEST = 1;
export const ACCESS_ACCEPT = 2;
export const ACCESS_REJECT = 3;
const USER_NAME = 1;
const USER_PASSWORD = 2;
const NAS_IP_ADDRESS = 4;
const SERVICE_TYPE = 6;
const REPLY_MESSAGE = 18;
const NAS_IDENTIFIER = 32;
const ADMINISTRATIVE = 6;

/** An administrator wants to come in at a device: 16 octets of authenticator and 16 of the hidden password. */
export function accessRequest(
  out: ByteWriter,
  identifier: number,
  user: string,
  device: { name: string; address: number },
  chance: readonly number[],
): void {
  const start = out.length;
  out.u8(ACCESS_REQUEST, identifier).u16(0).bytes(chance.slice(0, 16));
  out.u8(USER_NAME, 2 + user.length).text(user);
  out.u8(USER_PASSWORD, 18).bytes(chance.slice(16, 32));
  out.u8(NAS_IP_ADDRESS, 6).u32(device.address);
  out.u8(SERVICE_TYPE, 6).u32(ADMINISTRATIVE);
  out.u8(NAS_IDENTIFIER, 2 + device.name.length).text(device.name);
  out.patch16(start + 2, out.length - start);
}

/** Lets in or turns away. */
export function accessAnswer(
  out: ByteWriter,
  code: number,
  identifier: number,
  chance: readonly number[],
  text: string,
): void {
  const start = out.length;
  out.u8(code, identifier).u16(0).bytes(chance.slice(0, 16));
  if (text === "") out.u8(SERVICE_TYPE, 6).u32(ADMINISTRATIVE);
  else out.u8(REPLY_MESSAGE, 2 + text.length).text(text);
  out.patch16(start + 2, out.length - start);
}
