import { type DissectedMessage, type Field, type FieldMap, field } from "../field.ts";
import { instant, named, number, rounded } from "../normalize.ts";

interface InformationObject {
  value?: unknown;
  state?: string;
  quality?: string[];
  sequence?: number;
  carry?: boolean;
  adjusted?: boolean;
}

const ASDU = "iec60870_asdu.";
const OBJECTS = "information_objects";
const typeOf = (message: DissectedMessage) => message["type_identification"] as number;
const isType = (...types: number[]) => {
  return (message: DissectedMessage) => types.includes(typeOf(message));
};
const FORMATS: Record<string, number> = { I: 0, S: 1, U: 3 };
const CONTROL: Record<string, number> = {
  ...{ startdt_act: 0x01, startdt_con: 0x02, stopdt_act: 0x04, stopdt_con: 0x08, testfr_act: 0x10, testfr_con: 0x20 },
};

/** Values of the types of one kind of information. */
function values(name: string, types: readonly number[], column: string, as: Field["as"], of = "value"): Field {
  return field(`${OBJECTS}.${of}`, ASDU + column, as, { name, when: isType(...types), ordered: true });
}

/** One flag of the quality of objects, from our list of the flags that are set. */
function quality(flag: string, types: readonly number[], columns: string[]): Field {
  return field(
    OBJECTS,
    columns.map((column) => ASDU + column),
    number,
    {
      name: `quality: ${flag}`,
      when: isType(...types),
      turn: (object) => (object as InformationObject).quality?.includes(flag) === true,
    },
  );
}

const SINGLE = [1, 2, 30];
const DOUBLE = [3, 4, 31];
const NORMALIZED = [9, 10, 21, 34, 48, 61, 110];
const SCALED = [11, 12, 35, 49, 62, 111];
const FLOAT = [13, 14, 36, 50, 63, 112];
const STEP = [5, 6, 32];
const BITS = [7, 8, 33, 51, 64];
const COUNTERS = [15, 16, 37];
const WITH_QUALITY = [...SINGLE, ...DOUBLE, ...STEP, ...BITS, 9, 10, 34, 11, 12, 35, 13, 14, 36];
const FLAGS = ["siq", "diq", "qds"];

/** IEC 60870-5-104: telecontrol over TCP. */
export const iec104: FieldMap = {
  protocol: "iec104",
  filter: "iec60870_104 || iec60870_asdu",
  fields: [
    field("length", "iec60870_104.apdulen", number, { ordered: true }),
    field("format", "iec60870_104.type", number, { turn: (value) => FORMATS[value as string] }),
    field("control_function", "iec60870_104.utype", number, { turn: (value) => CONTROL[value as string] }),
    field("receive_sequence_number", "iec60870_104.rx", number, { ordered: true }),
    field("send_sequence_number", "iec60870_104.tx", number, { ordered: true }),
    field("type_identification", `${ASDU}typeid`, number, { ordered: true, covers: ["type"] }),
    field("structure_qualifier", `${ASDU}sq`, number, { ordered: true }),
    field("number_of_objects", `${ASDU}numix`, number, { ordered: true }),
    field("cause_of_transmission", `${ASDU}causetx`, number, { ordered: true, covers: ["cause"] }),
    field("negative", `${ASDU}nega`, number, { ordered: true }),
    field("test", `${ASDU}test`, number, { ordered: true }),
    field("originator_address", `${ASDU}oa`, number, { ordered: true }),
    field("common_address", `${ASDU}addr`, number, { ordered: true }),
    field(`${OBJECTS}.information_object_address`, `${ASDU}ioa`, number, { ordered: true }),
    values("value of single points", SINGLE, "siq.spi", number),
    values("value of double points", DOUBLE, "diq.dpi", number),
    values("value of single commands", [45, 58], "sco.on", number),
    values("value of double commands", [46, 59], "dco.on", number),
    values("value of step commands", [47, 60], "rco.up", number),
    values("value, scaled", SCALED, "scalval", number),
    values("value, floating point", FLOAT, "float", rounded(6)),
    field(`${OBJECTS}.value`, `${ASDU}normval`, rounded(5), { name: "value, normalized", when: isType(...NORMALIZED) }),
    values("value of step positions", STEP, "vti.v", number),
    values("value of bit strings", BITS, "bitstring", number),
    values("value of counters", COUNTERS, "bcr.count", number),
    field(`${OBJECTS}.sequence`, `${ASDU}bcr.sq`, number),
    field(`${OBJECTS}.carry`, `${ASDU}bcr.cy`, number),
    field(`${OBJECTS}.adjusted`, `${ASDU}bcr.ca`, number),
    field(`${OBJECTS}.transient`, `${ASDU}vti.t`, number),
    quality(
      "invalid",
      WITH_QUALITY,
      FLAGS.map((kind) => `${kind}.iv`),
    ),
    quality(
      "not_topical",
      WITH_QUALITY,
      FLAGS.map((kind) => `${kind}.nt`),
    ),
    quality(
      "substituted",
      WITH_QUALITY,
      FLAGS.map((kind) => `${kind}.sb`),
    ),
    quality(
      "blocked",
      WITH_QUALITY,
      FLAGS.map((kind) => `${kind}.bl`),
    ),
    field(
      `${OBJECTS}.select`,
      ["sco.se", "dco.se", "rco.se", "qos.se"].map((one) => ASDU + one),
      number,
    ),
    field(`${OBJECTS}.qualifier`, `${ASDU}qoi`, number, { name: "qualifier of interrogation", when: isType(100) }),
    field(`${OBJECTS}.qualifier`, `${ASDU}qrp`, number, { name: "qualifier of reset", when: isType(105) }),
    field(
      `${OBJECTS}.qualifier`,
      ["sco.qu", "dco.qu", "rco.qu"].map((one) => ASDU + one),
      number,
      {
        name: "qualifier of commands",
        when: isType(45, 46, 47, 58, 59, 60),
      },
    ),
    field(`${OBJECTS}.qualifier`, `${ASDU}qos.ql`, number, {
      name: "qualifier of set points",
      when: isType(48, 49, 50, 61, 62, 63),
    }),
    field(
      `${OBJECTS}.kind_of_parameter`,
      `${ASDU}qpm.kpa`,
      named({ threshold: 1, smoothing: 2, low_limit: 3, high_limit: 4 }),
    ),
    field(`${OBJECTS}.time`, `${ASDU}cp56time`, instant, {
      turn: (value) => (/^\d{4}-/.test(value as string) ? Date.parse(`${value as string}Z`) / 1000 : undefined),
    }),
    field(`${OBJECTS}.time_invalid`, [`${ASDU}cp56time.iv`, `${ASDU}cp24time.iv`], number),
    field(`${OBJECTS}.summer_time`, `${ASDU}cp56time.su`, number),
    field(`${OBJECTS}.day_of_week`, `${ASDU}cp56time.dow`, number),
  ],
  incomparable: {
    [`${OBJECTS}.state`]: "our words for the value",
    [`${OBJECTS}.qualifier_name`]: "our words for the qualifier",
    [`${OBJECTS}.interrogated`]: "our words for the qualifier",
    [`${OBJECTS}.counters`]: "our words for half an octet",
    [`${OBJECTS}.freeze`]: "our words for half an octet",
    [`${OBJECTS}.time_substituted`]: "GEN of the time, a bit of the minute there",
    [`${OBJECTS}.cause_of_initialization`]: "our words for a number",
    [`${OBJECTS}.local_parameters_changed`]: "a bit of that number",
    [`${OBJECTS}.local_change`]: "bits of the qualifier of parameters",
    [`${OBJECTS}.in_operation`]: "as above",
    [`${OBJECTS}.elapsed_time`]: "protection equipment, octets there",
    [`${OBJECTS}.start_events`]: "as above",
    [`${OBJECTS}.duration_time`]: "as above",
    [`${OBJECTS}.output_circuits`]: "as above",
    [`${OBJECTS}.operating_time`]: "as above",
  },
};
