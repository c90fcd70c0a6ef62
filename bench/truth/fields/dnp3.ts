import { type DissectedMessage, type Field, type FieldMap, field } from "../field.ts";
import { instant, named, number, rounded, words } from "../normalize.ts";

interface Point {
  index?: number;
  flags?: number;
  value?: unknown;
  time?: number;
  relative_time?: number;
}
interface Header {
  group: number;
  variation: number;
  objects?: Point[];
}

const BINARY = [1, 2, 10, 11];
const DOUBLE = [3, 4];
const COUNTER = [20, 21, 22, 23];
const ANALOG = [30, 31, 32, 33, 42];
const OUTPUT = [40, 41, 43];

/** The values of the points of some object groups. */
function points(
  name: string,
  groups: readonly number[],
  columns: string[],
  as: Field["as"],
  wanted: (point: Point) => boolean = () => true,
): Field {
  const turn = (header: unknown) => {
    const { group, objects } = header as Header;
    // A double-bit point lends the upper bit of its state to Wireshark's names of binary flags.
    if (DOUBLE.includes(group) && groups === BINARY) {
      return (objects ?? []).filter(wanted).map((one) => (one.flags === undefined ? undefined : one.flags >> 7));
    }
    return groups.includes(group) ? (objects ?? []).filter(wanted).map((one) => one.value) : [];
  };
  return field("object_headers", columns, as, { name, turn });
}

/** One bit of the quality of points, which Wireshark names anew for each kind of point. */
function flagBit(bit: number): Field {
  const columns = ["biq", "boq", "ctrq", "aiq", "aoq"].map((kind) => `dnp3.al.${kind}.b${bit}`);
  return field("object_headers.objects.flags", columns, number, {
    name: `flags, bit ${bit}`,
    turn: (value) => ((value as number) >> bit) & 1,
  });
}

const OPERATION_TYPES = { nul: 0, pulse_on: 1, pulse_off: 2, latch_on: 3, latch_off: 4 };
const TRIP_CLOSE = { nul: 0, close: 1, trip: 2, reserved: 3 };
const isPrimary = (message: DissectedMessage) => message["link_prm"] === true;

/** DNP3: IEEE 1815. */
export const dnp3: FieldMap = {
  protocol: "dnp3",
  filter: "dnp3",
  fields: [
    field("dnp3_source", "dnp3.src", number),
    field("dnp3_destination", "dnp3.dst", number),
    field("link_length", "dnp3.len", number),
    field("link_control", "dnp3.ctl", number),
    field("link_dir", "dnp3.ctl.dir", number),
    field("link_prm", "dnp3.ctl.prm", number),
    field("link_fcb", "dnp3.ctl.fcb", number, { when: isPrimary }),
    field("link_fcv", "dnp3.ctl.fcv", number, { when: isPrimary }),
    field("link_dfc", "dnp3.ctl.dfc", number, { when: (message) => !isPrimary(message) }),
    field("link_function_code", ["dnp3.ctl.prifunc", "dnp3.ctl.secfunc"], number, { covers: ["link_function"] }),
    field("transport_fir", "dnp3.tr.fir", number),
    field("transport_fin", "dnp3.tr.fin", number),
    field("transport_sequence", "dnp3.tr.seq", number),
    field("segments", "dnp3.al.fragment.count", number, { when: (message) => (message["segments"] as number) > 0 }),
    field("application_control", "dnp3.al.ctl", number),
    field("application_fir", "dnp3.al.fir", number),
    field("application_fin", "dnp3.al.fin", number),
    field("application_con", "dnp3.al.con", number),
    field("application_uns", "dnp3.al.uns", number),
    field("application_sequence", "dnp3.al.seq", number),
    field("function_code", "dnp3.al.func", number, { covers: ["function"] }),
    field("iin", "dnp3.al.iin", number, { covers: ["internal_indications"] }),
    field("object_headers", "dnp3.al.obj", number, {
      name: "group and variation",
      ordered: true,
      turn: (header) => (header as Header).group * 256 + (header as Header).variation,
      covers: ["object_headers.group", "object_headers.variation", "object_headers.name"],
    }),
    field("object_headers.prefix_code", "dnp3.al.objq.prefix", number, { ordered: true }),
    field("object_headers.range_code", "dnp3.al.objq.range", number, { ordered: true }),
    field("object_headers.count", "dnp3.al.range.quantity", number),
    field("object_headers.start", "dnp3.al.range.start", number),
    field("object_headers.stop", "dnp3.al.range.stop", number),
    field("object_headers.objects.index", ["dnp3.al.point_index", "dnp3.al.index"], number),
    ...[0, 1, 2, 3, 4, 5, 6, 7].map(flagBit),
    // The state stands in the octet of the flags, or packed with others.
    points("values of packed binary points", BINARY, ["dnp3.al.bit"], number, (point) => point.flags === undefined),
    points(
      "values of flagged binary points",
      BINARY,
      ["dnp3.al.biq.b7", "dnp3.al.boq.b7"],
      number,
      (point) => point.flags !== undefined,
    ),
    points(
      "values of double-bit points",
      DOUBLE,
      ["dnp3.al.2bit"],
      named({ intermediate: 0, determined_off: 1, determined_on: 2, indeterminate: 3 }),
      (point) => point.flags === undefined,
    ),
    points("values of counters", COUNTER, ["dnp3.al.cnt"], number),
    points(
      "values of analog inputs",
      ANALOG,
      ["dnp3.al.ana.int", "dnp3.al.ana.float", "dnp3.al.ana.double"],
      rounded(6),
    ),
    points(
      "values of analog outputs",
      OUTPUT,
      ["dnp3.al.anaout.int", "dnp3.al.anaout.float", "dnp3.al.anaout.double"],
      rounded(6),
    ),
    // A relative time is told as the instant it stands for, which Wireshark does not reckon.
    field("object_headers.objects", "dnp3.al.timestamp", instant, {
      name: "object_headers.objects.time",
      turn: (point) => ((point as Point).relative_time === undefined ? (point as Point).time : undefined),
      covers: ["object_headers.objects.time"],
    }),
    field("object_headers.objects.relative_time", "dnp3.al.reltimestamp", rounded(6)),
    field("object_headers.objects.operation_type", "dnp3.ctl.op", words, {
      turn: (value) => OPERATION_TYPES[value as keyof typeof OPERATION_TYPES] ?? value,
      covers: ["object_headers.objects.control_code", "object_headers.objects.queue"],
    }),
    field("object_headers.objects.clear", "dnp3.ctl.clr", number),
    field("object_headers.objects.trip_close_code", "dnp3.ctl.trip", number, {
      turn: (value) => TRIP_CLOSE[value as keyof typeof TRIP_CLOSE] ?? value,
    }),
    field("object_headers.objects.count", "dnp3.al.count", number),
    field("object_headers.objects.on_time", "dnp3.al.on_time", number),
    field("object_headers.objects.off_time", "dnp3.al.off_time", number),
    field("object_headers.objects.status_code", "dnp3.al.ctrlstatus", number, {
      covers: ["object_headers.objects.status"],
    }),
  ],
  incomparable: {
    "object_headers.objects.quality": "names of the bits that are compared as flags",
    "object_headers.objects.value": "compared by kind of point",
    "object_headers.objects.synchronized": "says which variation of the common time of occurrence it is",
    "object_headers.objects.indication": "name of an internal indication that is written, compared by its index",
    "object_headers.objects.data_type": "one device attribute here, without a value",
  },
};
