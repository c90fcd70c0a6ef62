// DNP3 object library: IEEE 1815-2012 annex A and section 11. Sizes and meanings of groups and variations.

/** How the objects of one variation are laid out. */
export type ShapeKind =
  | "packed"
  | "point"
  | "command"
  | "moment"
  | "text"
  | "attribute"
  | "blob"
  | "statistic"
  | "storage";
/** Numbers as they lie in objects, all little-endian; "" for none. */
export type Numeric = "" | "u8" | "i16" | "u16" | "i32" | "u32" | "u64" | "f32" | "f64";

/** One variation: fixed size in octets, or 0 where the size comes from elsewhere (packed bits, size prefix, its own length). */
export interface Shape {
  readonly kind: ShapeKind;
  readonly size: number;
  /** Bits per point of a packed shape. */
  readonly bits: number;
  /** Names of the flag octet's bits, low bit first; empty when there is no flag octet. */
  readonly flags: readonly string[];
  /** Where in the flag octet the state of the point lies. */
  readonly state: "" | "single" | "double";
  readonly value: Numeric;
  /** Time that follows the value: absolute (6 octets), or counted from the common time of occurrence (2 octets). */
  readonly time: "" | "absolute" | "relative";
  /** Whether a control status octet is there: before the value in events (`first`), behind it in outputs (`last`). */
  readonly status: "" | "first" | "last";
}

/** One group of objects. */
export interface Group {
  /** Name in words, e.g. "analog input event". */
  readonly name: string;
  /** The address space its indices belong to, or "" when they are no points. */
  readonly space: string;
  /** By variation. */
  readonly shapes: readonly (Shape | undefined)[];
  /** Shape of every variation, where the variation is a length or a number of its own. */
  readonly anyShape: Shape | undefined;
}

const NUMERIC_SIZE: Readonly<Record<Numeric, number>> = {
  "": 0,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  u64: 8,
  f32: 4,
  f64: 8,
};

/** Octets of a number; 0 for none. */
export function numericSize(numeric: Numeric): number {
  return NUMERIC_SIZE[numeric];
}

const COMMON = ["online", "restart", "comm_lost", "remote_forced", "local_forced"];
const INPUT_FLAGS = [...COMMON, "chatter_filter", "reserved"];
const OUTPUT_FLAGS = [...COMMON, "reserved_0", "reserved_1"];
const DOUBLE_FLAGS = [...COMMON, "chatter_filter"];
const COUNTER_FLAGS = [...COMMON, "rollover", "discontinuity", "reserved"];
const ANALOG_FLAGS = [...COMMON, "over_range", "reference_err", "reserved"];
const NO_FLAGS: readonly string[] = [];

interface ShapeParts {
  flags?: readonly string[];
  state?: Shape["state"];
  value?: Numeric;
  time?: Shape["time"];
  status?: Shape["status"];
}

function point(parts: ShapeParts): Shape {
  const { flags = NO_FLAGS, state = "", value = "", time = "", status = "" } = parts;
  const size =
    (flags.length > 0 ? 1 : 0) +
    NUMERIC_SIZE[value] +
    (time === "absolute" ? 6 : time === "relative" ? 2 : 0) +
    (status === "" ? 0 : 1);
  return { kind: "point", size, bits: 0, flags, state, value, time, status };
}

function plain(kind: ShapeKind, size: number, bits = 0): Shape {
  return { kind, size, bits, flags: NO_FLAGS, state: "", value: "", time: "", status: "" };
}

const BITS = plain("packed", 0, 1);
const TWO_BITS = plain("packed", 0, 2);
const BLOB = plain("blob", 0);

function group(name: string, space: string, shapes: readonly (Shape | undefined)[], anyShape?: Shape): Group {
  // Variation 0 means "any" in requests and never holds objects.
  return { name, space, shapes: [undefined, ...shapes], anyShape };
}

function counters(time: boolean): Shape[] {
  const flags = COUNTER_FLAGS;
  const without = (["u32", "u16", "u32", "u16"] as const).map((value) => point({ flags, value }));
  if (!time) return without;
  return [
    ...without,
    ...(["u32", "u16", "u32", "u16"] as const).map((value) => point({ flags, value, time: "absolute" })),
  ];
}

const BARE_COUNTERS = (["u32", "u16", "u32", "u16"] as const).map((value) => point({ value }));

/** Eight variations of analog events: 32-bit, 16-bit, both with time, single, double, both with time. */
function analogEvents(parts: ShapeParts): Shape[] {
  const rows: [Numeric, Shape["time"]][] = [
    ["i32", ""],
    ["i16", ""],
    ["i32", "absolute"],
    ["i16", "absolute"],
    ["f32", ""],
    ["f64", ""],
    ["f32", "absolute"],
    ["f64", "absolute"],
  ];
  return rows.map(([value, time]) => point({ ...parts, value, time }));
}

const ANALOG = { flags: ANALOG_FLAGS };
const COMMAND = plain("command", 11);
const BINARY_EVENTS = [
  point({ flags: INPUT_FLAGS, state: "single" }),
  point({ flags: INPUT_FLAGS, state: "single", time: "absolute" }),
  point({ flags: INPUT_FLAGS, state: "single", time: "relative" }),
];
const DOUBLE_EVENTS = [
  point({ flags: DOUBLE_FLAGS, state: "double" }),
  point({ flags: DOUBLE_FLAGS, state: "double", time: "absolute" }),
  point({ flags: DOUBLE_FLAGS, state: "double", time: "relative" }),
];

const GROUPS: (Group | undefined)[] = [];
GROUPS[0] = group("device attribute", "", [], plain("attribute", 0));
GROUPS[1] = group("binary input", "binary input", [BITS, point({ flags: INPUT_FLAGS, state: "single" })]);
GROUPS[2] = group("binary input event", "binary input", BINARY_EVENTS);
GROUPS[3] = group("double-bit binary input", "double-bit binary input", [
  TWO_BITS,
  point({ flags: DOUBLE_FLAGS, state: "double" }),
]);
GROUPS[4] = group("double-bit binary input event", "double-bit binary input", DOUBLE_EVENTS);
GROUPS[10] = group("binary output", "binary output", [BITS, point({ flags: OUTPUT_FLAGS, state: "single" })]);
GROUPS[11] = group("binary output event", "binary output", [
  point({ flags: OUTPUT_FLAGS, state: "single" }),
  point({ flags: OUTPUT_FLAGS, state: "single", time: "absolute" }),
]);
GROUPS[12] = group("binary output command", "binary output", [COMMAND, COMMAND, BITS]);
GROUPS[13] = group("binary output command event", "binary output", [
  point({ state: "single", status: "first" }),
  point({ state: "single", status: "first", time: "absolute" }),
]);
GROUPS[20] = group("counter", "counter", [...counters(false), ...BARE_COUNTERS]);
GROUPS[21] = group("frozen counter", "frozen counter", [...counters(true), ...BARE_COUNTERS]);
GROUPS[22] = group("counter event", "counter", counters(true));
GROUPS[23] = group("frozen counter event", "frozen counter", counters(true));
GROUPS[30] = group("analog input", "analog input", [
  point({ ...ANALOG, value: "i32" }),
  point({ ...ANALOG, value: "i16" }),
  point({ value: "i32" }),
  point({ value: "i16" }),
  point({ ...ANALOG, value: "f32" }),
  point({ ...ANALOG, value: "f64" }),
]);
GROUPS[31] = group("frozen analog input", "frozen analog input", [
  point({ ...ANALOG, value: "i32" }),
  point({ ...ANALOG, value: "i16" }),
  point({ ...ANALOG, value: "i32", time: "absolute" }),
  point({ ...ANALOG, value: "i16", time: "absolute" }),
  point({ value: "i32" }),
  point({ value: "i16" }),
  point({ ...ANALOG, value: "f32" }),
  point({ ...ANALOG, value: "f64" }),
]);
GROUPS[32] = group("analog input event", "analog input", analogEvents(ANALOG));
GROUPS[33] = group("frozen analog input event", "frozen analog input", analogEvents(ANALOG));
GROUPS[34] = group("analog input deadband", "analog input deadband", [
  point({ value: "u16" }),
  point({ value: "u32" }),
  point({ value: "f32" }),
]);
GROUPS[40] = group("analog output status", "analog output", [
  point({ ...ANALOG, value: "i32" }),
  point({ ...ANALOG, value: "i16" }),
  point({ ...ANALOG, value: "f32" }),
  point({ ...ANALOG, value: "f64" }),
]);
GROUPS[41] = group("analog output", "analog output", [
  point({ value: "i32", status: "last" }),
  point({ value: "i16", status: "last" }),
  point({ value: "f32", status: "last" }),
  point({ value: "f64", status: "last" }),
]);
GROUPS[42] = group("analog output event", "analog output", analogEvents(ANALOG));
GROUPS[43] = group("analog output command event", "analog output", analogEvents({ status: "first" }));
GROUPS[50] = group("time and date", "", [
  plain("moment", 6),
  plain("moment", 10),
  plain("moment", 6),
  plain("moment", 11),
]);
GROUPS[51] = group("time and date common time of occurrence", "", [plain("moment", 6), plain("moment", 6)]);
GROUPS[52] = group("time delay", "", [point({ value: "u16" }), point({ value: "u16" })]);
GROUPS[60] = group("class data", "", []);
GROUPS[70] = group("file control", "", Array<Shape>(8).fill(BLOB));
GROUPS[80] = group("internal indications", "", [BITS]);
GROUPS[81] = group("device storage", "", [plain("storage", 3)]);
GROUPS[82] = group("device profile", "", [BLOB]);
GROUPS[83] = group("private registration", "", [BLOB, BLOB]);
GROUPS[85] = group("data set prototype", "data set prototype", [BLOB]);
GROUPS[86] = group("data set descriptor", "data set", [BLOB, point({ value: "u8" }), BLOB]);
GROUPS[87] = group("data set", "data set", [BLOB]);
GROUPS[88] = group("data set event", "data set", [BLOB]);
GROUPS[90] = group("application identifier", "", [BLOB]);
GROUPS[91] = group("status of requested operation", "", [BLOB]);
GROUPS[100] = group("floating point", "", []);
GROUPS[101] = group("binary-coded decimal", "binary-coded decimal", [
  point({ value: "u16" }),
  point({ value: "u32" }),
  point({ value: "u64" }),
]);
GROUPS[102] = group("unsigned integer", "unsigned integer", [point({ value: "u8" })]);
GROUPS[110] = group("octet string", "octet string", [], plain("text", 0));
GROUPS[111] = group("octet string event", "octet string", [], plain("text", 0));
GROUPS[112] = group("virtual terminal output", "virtual terminal", [], plain("text", 0));
GROUPS[113] = group("virtual terminal event", "virtual terminal", [], plain("text", 0));
GROUPS[114] = group("extended octet string", "extended octet string", [BLOB]);
GROUPS[115] = group("extended octet string event", "extended octet string", [BLOB]);
GROUPS[120] = group("authentication", "", [
  BLOB,
  BLOB,
  plain("blob", 6),
  plain("blob", 2),
  ...Array<Shape>(11).fill(BLOB),
]);
GROUPS[121] = group("security statistic", "security statistic", [plain("statistic", 7)]);
GROUPS[122] = group("security statistic event", "security statistic", [plain("statistic", 7), plain("statistic", 13)]);

/** The group of that number; undefined when the standard has none. */
export function groupOf(number: number): Group | undefined {
  return GROUPS[number];
}

/** The shape of a variation's objects; undefined when the standard has none. */
export function shapeOf(group: Group, variation: number): Shape | undefined {
  return group.shapes[variation] ?? (variation > 0 ? group.anyShape : undefined);
}

const namesByFlags = new Map<readonly string[], (readonly string[] | undefined)[]>();

/** Names of the flag bits that are set; the list is shared, so it must not be changed. */
export function flagNames(flags: readonly string[], octet: number): readonly string[] {
  let byOctet = namesByFlags.get(flags);
  if (byOctet === undefined) {
    byOctet = [];
    namesByFlags.set(flags, byOctet);
  }
  let names = byOctet[octet];
  if (names === undefined) {
    names = flags.filter((_, bit) => ((octet >>> bit) & 1) === 1);
    byOctet[octet] = names;
  }
  return names;
}
