// Modbus Messaging on TCP/IP V1.0b section 3.1, Modbus Application Protocol V1.1b3 sections 6.1 to 6.21.
import { writer } from "../bytes.ts";

/** A message: header with transaction and unit, then function code and body. */
export function encodeModbus(transaction: number, unit: number, body: Uint8Array): Uint8Array {
  return writer()
    .u16(transaction, 0, body.length + 1)
    .u8(unit)
    .bytes(body)
    .done();
}

/** Asks for registers: function 3 holding, 4 input. */
export function readRequest(functionCode: 3 | 4, address: number, quantity: number): Uint8Array {
  return writer().u8(functionCode).u16(address, quantity).done();
}

/** Answers a read of registers. */
export function registersResponse(functionCode: 3 | 4, values: number[]): Uint8Array {
  return writer()
    .u8(functionCode, values.length * 2)
    .u16(...values)
    .done();
}

/** Writes one register (function 6); the answer is the same. */
export function writeRegister(address: number, value: number): Uint8Array {
  return writer().u8(6).u16(address, value).done();
}

/** Writes registers (function 16). */
export function writeRegistersRequest(address: number, values: number[]): Uint8Array {
  return writer()
    .u8(16)
    .u16(address, values.length)
    .u8(values.length * 2)
    .u16(...values)
    .done();
}

/** Answers function 16. */
export function writeRegistersResponse(address: number, quantity: number): Uint8Array {
  return writer().u8(16).u16(address, quantity).done();
}

/** Refuses a function with an exception code. */
export function exceptionResponse(functionCode: number, code: number): Uint8Array {
  return Uint8Array.of(functionCode | 0x80, code);
}

/** Asks for the basic device identification (function 43, MEI 14, stream access from an object on). */
export function identificationRequest(access: 1 | 2 | 3, object: number): Uint8Array {
  return Uint8Array.of(43, 14, access, object);
}

/** Answers with identification objects, all in one message; conformity is that of stream and individual access. */
export function identificationResponse(access: 1 | 2 | 3, objects: { object: number; value: string }[]): Uint8Array {
  const out = writer().u8(43, 14, access, 0x80 | access, 0, 0, objects.length);
  for (const { object, value } of objects) out.u8(object, value.length).text(value);
  return out.done();
}
