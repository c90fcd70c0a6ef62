import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { flag, number, octets, text } from "../normalize.ts";

const code = (message: DissectedMessage) => message["function_code"] as number;
const asks = (message: DissectedMessage) => message["direction"] === "request";
const isOf = (...codes: number[]) => {
  return (message: DissectedMessage) => codes.includes(code(message));
};
const answerOf = (...codes: number[]) => {
  return (message: DissectedMessage) => !asks(message) && codes.includes(code(message));
};
const hex = (value: unknown, digits: number) => (value as number).toString(16).padStart(digits, "0");
const registers = (value: unknown) => hex(value, 4);

/** Addresses of the values in an answer, counted from the request's. */
function addresses(value: unknown, message: DissectedMessage): number[] {
  const values = (message["values"] as number[] | undefined) ?? [0];
  return values.map((_, index) => (value as number) + index);
}

/** Modbus/TCP: Wireshark shows what it does not name as `modbus.data`. */
export const modbus: FieldMap = {
  protocol: "modbus",
  filter: "mbtcp || mbudp || modbus",
  fields: [
    field("transaction_id", "mbtcp.trans_id", number),
    field("protocol_id", "mbtcp.prot_id", number),
    field("length", "mbtcp.len", number),
    field("unit_id", "mbtcp.unit_id", number),
    field("function_code", "modbus.func_code", number, { turn: (value) => (value as number) & 0x7f }),
    field("exception_code", "modbus.exception_code", number, { covers: ["exception"] }),
    field("answers_frame", "modbus.request_frame", number),
    field("address", "modbus.reference_num", number, {
      when: (message) => asks(message) || !isOf(1, 2, 3, 4, 24)(message),
    }),
    field("address", ["modbus.bitnum"], number, {
      name: "address of each bit read",
      when: (message) => (asks(message) ? code(message) === 15 : isOf(1, 2)(message)),
      turn: addresses,
      ordered: true,
    }),
    field("address", ["modbus.regnum16"], number, {
      name: "address of each register",
      when: (message) => (asks(message) ? isOf(6, 16)(message) : isOf(3, 4, 6)(message)),
      turn: addresses,
      ordered: true,
    }),
    field("quantity", ["modbus.bit_cnt"], number, {
      name: "quantity of bits",
      when: (message) => (asks(message) ? isOf(1, 2, 15) : isOf(15))(message),
    }),
    field("quantity", ["modbus.word_cnt"], number, {
      name: "quantity of registers",
      when: (message) => (asks(message) ? isOf(3, 4, 16) : isOf(16))(message),
    }),
    field("fifo_count", "modbus.word_cnt", number, { when: answerOf(24) }),
    field("byte_count", ["modbus.byte_cnt", "modbus.byte_cnt_16"], number, { when: (message) => !isOf(17)(message) }),
    field("values", "modbus.bitval", number, {
      name: "values of bits",
      when: (message) => (asks(message) ? code(message) === 15 : isOf(1, 2)(message)),
      ordered: true,
    }),
    field("values", "modbus.regval_uint16", number, {
      name: "values of registers",
      when: (message) => (asks(message) ? isOf(6, 16)(message) : isOf(3, 4, 6)(message)),
      ordered: true,
    }),
    field("value", "modbus.data", octets, {
      name: "value of a written coil",
      when: isOf(5),
      turn: (value) => (value === 1 ? "ff00" : registers(value)),
    }),
    field("value", "modbus.regval_uint16", number, { name: "value of a written register", when: isOf(6) }),
    field("transaction_id", "modbus.data", octets, {
      name: "values (function 23)",
      when: isOf(23),
      turn: (_, message) => (message["values"] as number[] | undefined)?.map(registers).join(""),
    }),
    field("exception_status", "modbus.data", octets, { turn: (value) => hex(value, 2) }),
    field("content", "modbus.data", octets, {
      when: (message) => !isOf(8, 90)(message),
      turn: (value, message) => (code(message) === 17 ? `${hex(message["byte_count"], 2)}${value as string}` : value),
    }),
    field("sub_function", "modbus.diagnostic_code", number),
    field("status", "modbus.ev_status", number),
    field("event_count", "modbus.ev_count", number),
    field("message_count", "modbus.ev_msg_count", number),
    field("and_mask", "modbus.and_mask", number),
    field("or_mask", "modbus.or_mask", number),
    field("read_address", "modbus.read_reference_num", number, { when: asks }),
    field("read_quantity", "modbus.read_word_cnt", number, { when: asks }),
    field("write_address", "modbus.write_reference_num", number),
    field("write_quantity", "modbus.write_word_cnt", number),
    field("mei_type", "modbus.mei", number),
    field("read_device_id_code", "modbus.read_device_id", number),
    field("conformity_level", "modbus.conformity_level", number),
    field("more_follows", "modbus.more_follows", flag),
    field("next_object_id", "modbus.next_object_id", number),
    field("number_of_objects", "modbus.num_objects", number),
    field("object_id", ["modbus.object_id"], number, { when: asks }),
    field("objects.object_id", "modbus.object_id", number, { covers: ["objects.object_name"] }),
    field("objects.value", "modbus.object_str_value", text),
  ],
  incomparable: {
    text: "the readable part of the server's identifier; its octets are compared as content",
    events: "Wireshark shows each event's bits, which we leave as octets; no capture here holds any",
    sub_requests: "no capture here holds file records",
    sub_responses: "no capture here holds file records",
    session_held: "UMAS inside function 90, which Wireshark shows as octets",
    umas_status: "UMAS, as above",
    umas_code: "UMAS, as above",
    content_length: "UMAS, as above",
  },
};
