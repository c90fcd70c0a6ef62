import type { Exchange } from "./sample.ts";

function octets(hex: string): number {
  return hex.replace(/\s+/g, "").length / 2;
}

function word(value: number): string {
  return value.toString(16).padStart(4, "0");
}

/** A job with its parameters and data, lengths counted. */
export function job(reference: number, parameters: string, values = ""): string {
  return `3201 0000 ${word(reference)} ${word(octets(parameters))} ${word(octets(values))} ${parameters} ${values}`;
}

/** The answer to a job; an error of class and code refuses it. */
export function answer(reference: number, parameters: string, values = "", error = 0): string {
  const lengths = `${word(octets(parameters))} ${word(octets(values))}`;
  return `3203 0000 ${word(reference)} ${lengths} ${word(error)} ${parameters} ${values}`;
}

/** A request in user data: function group with type in the upper bits, subfunction, payload (undefined for none). */
export function userRequest(
  reference: number,
  typeAndGroup: number,
  subfunction: number,
  payload?: string,
  sequence = 0,
): string {
  const parameters = `000112 04 11 ${octet(typeAndGroup)} ${octet(subfunction)} ${octet(sequence)}`;
  return userData(reference, parameters, payload);
}

/** A response or indication in user data. */
export function userResponse(
  reference: number,
  typeAndGroup: number,
  subfunction: number,
  payload?: string,
  { sequence = 1, unit = 0, last = true, error = 0 } = {},
): string {
  const tail = `${octet(unit)} ${last ? "00" : "01"} ${word(error)}`;
  const parameters = `000112 08 12 ${octet(typeAndGroup)} ${octet(subfunction)} ${octet(sequence)} ${tail}`;
  return userData(reference, parameters, payload);
}

function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function userData(reference: number, parameters: string, payload: string | undefined): string {
  const values = payload === undefined ? "0a 00 0000" : `ff 09 ${word(octets(payload))} ${payload}`;
  return `3207 0000 ${word(reference)} ${word(octets(parameters))} ${word(octets(values))} ${parameters} ${values}`;
}

/** Text in hexadecimal digits, filled with `fill` to `length` octets. */
export function text(value: string, length = value.length, fill = "00"): string {
  let hex = "";
  for (const letter of value) hex += octet(letter.charCodeAt(0));
  return hex + fill.repeat(length - value.length);
}

const NAME = (name: string): string => `${octet(name.length)} ${text(name)}`;

/** List 0x0011 of an invented controller. */
export const MODULES = [
  "0011 0000 001c 0003",
  `0001 ${text("6ES7 317-2EK14-0AB0", 20, "20")} 00c0 0003 0001`,
  `0006 ${text("6ES7 317-2EK14-0AB0", 20, "20")} 00c0 0003 0001`,
  `0007 ${text("", 20, "20")} 00c0 5603 0208`,
].join(" ");

/** List 0x001C of an invented controller. */
export const COMPONENTS = [
  "001c 0000 0022 0008",
  `0001 ${text("Mixer line 2", 32)}`,
  `0002 ${text("CPU mixer", 32)}`,
  `0003 ${text("=A1+K2", 32)}`,
  `0004 ${text("Original Siemens Equipment", 32)}`,
  `0005 ${text("S C-X4U421302009", 32)}`,
  `0007 ${text("CPU 317-2 PN/DP", 32)}`,
  `0008 ${text("MMC 0A1B2C3D", 32)}`,
  `0009 002a f600 0001 ${text("", 26)}`,
].join(" ");

const CLOCK = "0019 26 11 23 08 15 42 12 32";

export const SAMPLES: readonly Exchange[] = [
  {
    name: "variables are read and written",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: job(1, "f0 00 0002 0002 01e0") },
      { from: "server", hex: answer(1, "f0 00 0002 0002 00f0") },
      {
        from: "client",
        hex: job(
          2,
          "04 04 12 0a 10 08 0002 0005 84 000020 12 0a 10 01 0001 0000 83 00001b 12 0a 10 1d 0001 0000 1d 000007 12 0a 10 02 0003 0005 84 000000",
        ),
      },
      {
        from: "server",
        hex: answer(2, "04 04", "ff 07 0008 41200000 c0490fdb ff 03 0001 01 00 ff 09 0002 2500 0a 00 0000"),
      },
      {
        from: "client",
        hex: job(
          3,
          "05 02 12 0a 10 05 0002 0007 84 000100 12 0a 10 02 0001 0000 82 000008",
          "00 05 0020 0102 fffe 00 04 0008 5a",
        ),
      },
      { from: "server", hex: answer(3, "05 02", "ff 05") },
      { from: "client", hex: job(4, "04 01 12 07 b0 01 0a 0005 0010") },
      { from: "server", hex: answer(4, "04 01", "ff 04 0050 00112233445566778899") },
      { from: "client", hex: job(5, "04 01 12 12 b2 ff 8a0e 0005 0123abcd 2000000c 20000003") },
      { from: "server", hex: answer(5, "04 01", "ff 04 0010 0203") },
      { from: "client", hex: job(6, "04 01 12 08 82 41 0001 0001 7f 01") },
      { from: "server", hex: answer(6, "04 01", "", 0x8104) },
      { from: "client", hex: job(7, "04 01 12 0a a2 00 0000 0000 0041 0002") },
      { from: "server", hex: answer(7, "04 01", "ff 09 0004 01020304") },
    ],
  },
  {
    name: "blocks are taken, loaded and started",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: job(1, `1d 00 0000 00000000 ${NAME("_0800001A")}`) },
      { from: "server", hex: answer(1, `1d 00 0100 00000007 ${NAME("0000120")}`) },
      { from: "client", hex: job(2, "1e 00 0000 00000007") },
      { from: "server", hex: answer(2, "1e 00", "0004 00fb 70700101") },
      { from: "client", hex: job(3, "1f 00 0000 00000007") },
      { from: "server", hex: answer(3, "1f") },
      { from: "client", hex: job(4, "29 00 00 00 00 00 09 505f50524f4752414d") },
      { from: "server", hex: answer(4, "29") },
      { from: "client", hex: job(5, `1a 00 0100 00000000 ${NAME("_0A00012P")} ${NAME("1000310000210")}`) },
      { from: "server", hex: answer(5, "1a") },
      { from: "server", hex: job(0x81, `1b 00 0000 00000000 ${NAME("_0A00012P")}`) },
      { from: "client", hex: answer(0x81, "1b 00", "0004 00fb 70700101") },
      { from: "server", hex: job(0x82, `1c 00 0000 00000000 ${NAME("_0A00012P")}`) },
      { from: "client", hex: answer(0x82, "1c") },
      { from: "client", hex: job(6, `28 00000000 0000 fd 000a 01 00 ${text("0A00012P")} ${NAME("_INSE")}`) },
      { from: "server", hex: answer(6, "28") },
      { from: "client", hex: job(7, `28 00000000 0000 fd 0002 4320 ${NAME("P_PROGRAM")}`) },
      { from: "server", hex: `3202 0000 0007 0000 0000 8404` },
      { from: "client", hex: job(8, `28 00000000 0000 fd 000a 01 00 ${text("0C00003B")} ${NAME("_DELE")}`) },
      { from: "server", hex: answer(8, "28", "", 0xd241) },
      { from: "client", hex: job(9, `28 00000000 0000 fd 0004 03 616263 ${NAME("_N_LOGIN_")}`) },
      { from: "server", hex: answer(9, "28") },
      { from: "client", hex: job(10, `28 00000000 0000 fd 0000 ${NAME("_GARB")}`) },
    ],
  },
  {
    name: "a controller tells what it is",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: userRequest(1, 0x44, 1, "0011 0000") },
      { from: "server", hex: userResponse(1, 0x84, 1, MODULES) },
      { from: "client", hex: userRequest(2, 0x44, 1, "001c 0000") },
      { from: "server", hex: userResponse(2, 0x84, 1, COMPONENTS) },
      { from: "client", hex: userRequest(3, 0x44, 1, "0424 0000") },
      {
        from: "server",
        hex: userResponse(3, 0x84, 1, "0424 0000 0014 0001 5144 ff 48 00000000 00 00 00 00 2611230815421232"),
      },
      { from: "client", hex: userRequest(4, 0x44, 1, "0232 0004") },
      {
        from: "server",
        hex: userResponse(4, 0x84, 1, `0232 0004 0028 0001 0004 0001 0003 0003 0002 0000 ${text("", 28)}`),
      },
      { from: "client", hex: userRequest(5, 0x44, 1, "0131 0001") },
      {
        from: "server",
        hex: userResponse(5, 0x84, 1, `0131 0001 0028 0001 0001 00f0 0010 00b71b00 0002dc6c ${text("", 26)}`),
      },
      { from: "client", hex: userRequest(6, 0x44, 1, "00a0 0000") },
      {
        from: "server",
        hex: userResponse(6, 0x84, 1, "00a0 0000 0014 0001 4302 ff 00 c700 0000 00000000 2611230815421232"),
      },
      { from: "client", hex: userRequest(7, 0x44, 1, "0f74 0000") },
      { from: "server", hex: userResponse(7, 0x84, 1, "0f74 0000 0004 0007") },
      { from: "client", hex: userRequest(8, 0x44, 1, "0074 0000") },
      { from: "server", hex: userResponse(8, 0x84, 1, "0074 0000 0004 0002 0004 01 00 0005 00 01") },
      { from: "client", hex: userRequest(9, 0x44, 1, "0013 0000") },
      { from: "server", hex: userResponse(9, 0x84, 1, `0013 0000 0024 0001 0001 0001 00030000 ${text("", 28)}`) },
      { from: "client", hex: userRequest(10, 0x44, 1, "0015 0000") },
      { from: "server", hex: userResponse(10, 0x84, 1, "0015 0000 000a 0001 0800 0060 0040 00010000") },
      { from: "client", hex: userRequest(11, 0x44, 1, "0777 0000") },
      { from: "server", hex: userResponse(11, 0x84, 1, undefined, { error: 0xd401 }) },
    ],
  },
  {
    name: "a long list comes in pieces",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: userRequest(1, 0x44, 1, "001c 0000") },
      {
        from: "server",
        hex: userResponse(1, 0x84, 1, COMPONENTS.replace(/\s+/g, "").slice(0, 300), { unit: 0xd5, last: false }),
      },
      { from: "client", hex: userRequest(2, 0x44, 1, undefined, 1) },
      { from: "server", hex: userResponse(2, 0x84, 1, COMPONENTS.replace(/\s+/g, "").slice(300), { unit: 0xd5 }) },
    ],
  },
  {
    name: "blocks are listed, the clock is set, a password is given",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: userRequest(1, 0x43, 1) },
      { from: "server", hex: userResponse(1, 0x83, 1, `${text("08")} 0001 ${text("0A")} 0003`) },
      { from: "client", hex: userRequest(2, 0x43, 2, text("0A")) },
      { from: "server", hex: userResponse(2, 0x83, 2, "0001 22 05 0002 22 05") },
      { from: "client", hex: userRequest(3, 0x43, 3, text("0A00002A")) },
      {
        from: "server",
        hex: userResponse(
          3,
          0x83,
          3,
          `${text("0A")} 004a 0022 7070 01 01 05 0a 0002 000001f4 00000003 0291 4760 2bb5 0291 4760 2bb5 001c 0000 0000 0190 ${text("ANNA", 8)} ${text("MIXER", 8)} ${text("RECIPE", 8)} 12 00 c0df 00000000 00000000`,
        ),
      },
      { from: "client", hex: userRequest(4, 0x43, 3, text("0A00099A")) },
      { from: "server", hex: userResponse(4, 0x83, 3, undefined, { error: 0xd209 }) },
      { from: "client", hex: userRequest(5, 0x47, 1) },
      { from: "server", hex: userResponse(5, 0x87, 1, CLOCK) },
      { from: "client", hex: userRequest(6, 0x47, 2, CLOCK) },
      { from: "server", hex: userResponse(6, 0x87, 2) },
      { from: "client", hex: userRequest(7, 0x45, 1, "66 64 6e 6d 6c 6b 6a 69") },
      { from: "server", hex: userResponse(7, 0x85, 1, undefined, { error: 0xd602 }) },
      { from: "client", hex: userRequest(8, 0x45, 2) },
    ],
  },
  {
    name: "cyclic values, messages and alarms",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: userRequest(1, 0x42, 1, "00 01 01 05 12 0a 10 02 0004 0005 84 000000") },
      { from: "server", hex: userResponse(1, 0x82, 1, "00 01 ff 04 0020 01020304") },
      { from: "server", hex: userResponse(0, 0x02, 1, "00 01 ff 04 0020 01020305") },
      { from: "client", hex: userRequest(2, 0x42, 4, "05 01") },
      { from: "server", hex: userResponse(2, 0x82, 4) },
      { from: "client", hex: userRequest(3, 0x44, 2, `87 00 ${text("HmiRTM", 8)} 09 00`) },
      { from: "server", hex: userResponse(3, 0x84, 2, "02 00 09 00 00 00") },
      {
        from: "server",
        hex: userResponse(0, 0x04, 0x12, "2611230815421232 00 01 12 1a 16 01 60000001 01 01 00 00 ff 09 0004 0000002a"),
      },
      { from: "client", hex: userRequest(4, 0x44, 0x0b, "08 01 12 08 19 00 60000001 01 01") },
      { from: "server", hex: userResponse(4, 0x84, 0x0b, "08 01 ff") },
      { from: "client", hex: userRequest(5, 0x44, 0x13, "00 01 12 08 1a 00 01 34 00000004") },
      {
        from: "server",
        hex: userResponse(
          5,
          0x84,
          0x13,
          "00 01 ff 09 002c 29 0000 04 60000001 00 01 00 00 2611230815421232 ff 09 0004 0000002a 0000000000000000 ff 09 0004 00000000",
        ),
      },
      { from: "server", hex: userResponse(0, 0x04, 3, "4302 ff 00 c700 0000 00000000 2611230815421232") },
      { from: "server", hex: "3207 0000 0000 0008 0000 0000 00000000 02 00" },
      { from: "server", hex: userResponse(0, 0x04, 9, "0000 2611230815421232 0000 00 00") },
    ],
  },
  {
    name: "test functions, blocks between partners, files of numerical controls",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: userRequest(1, 0x41, 2, "0004 0008 0000 0001 0001 72 02 0005 000a") },
      { from: "server", hex: userResponse(0, 0x01, 2, "0004 000a 0001 0001 0001 ff 04 0020 00010002") },
      { from: "client", hex: userRequest(2, 0x41, 9, "0004 000e 0100 0002 0001 00 03 0000 0004 00 03 0001 01 00") },
      { from: "server", hex: userResponse(0, 0x01, 9, "0004 0004 0001 0001 0001 05 00") },
      { from: "client", hex: userRequest(3, 0x41, 16, "0004 0004 0000 0001 0000 0000") },
      { from: "server", hex: userResponse(3, 0x81, 16, "0004 0004 0000 0001 09 01 0001") },
      { from: "client", hex: userRequest(4, 0x41, 15, "0004 0004 0000 0001 0000 09 01") },
      { from: "client", hex: userRequest(5, 0x41, 12, "0004 0000 0000 0001") },
      { from: "client", hex: userRequest(6, 0x46, 1, "12 06 13 cc 00000064 0004 01020304") },
      { from: "client", hex: "3207 0000 0000 000a 000a 0001 12 08 13 00 00000007 00 00 0001 00 04 0010 abcd" },
      { from: "client", hex: userRequest(7, 0x7f, 6, `03 00 ${text("/_N_MPF_DIR/_N_P1_MPF")}`) },
      { from: "client", hex: userRequest(8, 0x60, 1, "0102030405060708") },
    ],
  },
  {
    name: "faults of every kind",
    over: "inside",
    carrier: "cotp",
    port: 0x32,
    messages: [
      { from: "client", hex: job(1, "77 00") },
      { from: "client", hex: job(2, "04 01 13 0a 10 02 0001 0001 84 000000") },
      { from: "client", hex: job(3, "04 01 12 0a 10 02 0001 0001 99 000000") },
      { from: "client", hex: `${job(4, "04 01 12 0a 10 02 0001 0001 84 000000")} ffff` },
      { from: "client", hex: job(5, "04 02 12 0a 10 02 0001 0001 84 000000") },
      { from: "client", hex: job(6, "") },
      { from: "server", hex: answer(3, "04 02", "ff 04 0008 01") },
      { from: "server", hex: userResponse(1, 0x84, 1, "0011 0000 001c 0003") },
    ],
  },
];
