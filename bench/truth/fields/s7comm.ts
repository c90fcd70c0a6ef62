import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { instant, named, number, octets, text } from "../normalize.ts";

interface Value {
  transport_size: number;
  length: number;
}

const is = (name: string, value: unknown) => (message: DissectedMessage) => message[name] === value;
const isUserData = is("rosctr", 7);
/** Wireshark shows the length of bit counts as octets. */
const octetCount = ({ transport_size: size, length }: Value) => ([3, 4, 5].includes(size) ? (length + 7) >> 3 : length);
interface Module {
  release?: number;
  description_release?: number;
  version?: string;
}

/** Two numbers that are a release and the release of its description, or a letter and three numbers ("V3.2.6"). */
function releaseOf(record: Module): [number | undefined, number | undefined] | undefined {
  if (record.version === undefined) return [record.release, record.description_release];
  const [letter, numbers] = [record.version.charCodeAt(0), record.version.slice(1).split(".").map(Number)];
  return [letter * 256 + numbers[0], numbers[1] * 256 + numbers[2]];
}

/** Block types are told by their two characters there. */
const BLOCK_TYPES: Record<string, string> = {
  ...{ OB: "08", DB: "0A", SDB: "0B", FC: "0C", SFC: "0D", FB: "0E", SFB: "0F" },
};
const blockType = (value: unknown) => BLOCK_TYPES[value as string] ?? value;
const area = { name: "area" };
const SZL = "s7comm.szl.";

/** S7comm: no public standard; Wireshark and libnodave read it alike. */
export const s7comm: FieldMap = {
  protocol: "s7comm",
  filter: "s7comm",
  fields: [
    field("rosctr", "s7comm.header.rosctr", number, { covers: ["rosctr_name"] }),
    field("pdu_reference", "s7comm.header.pduref", number),
    field("parameter_length", "s7comm.header.parlg", number),
    field("data_length", "s7comm.header.datlg", number),
    field("error_class", "s7comm.header.errcls", number, { covers: ["error_class_name"] }),
    field("error_code", "s7comm.header.errcod", number, { when: (message) => !isUserData(message) }),
    field("error_code", "s7comm.param.errcod", number, { name: "error_code of user data", when: isUserData }),
    field("function_code", "s7comm.param.func", number),
    field("item_count", "s7comm.param.itemcount", number),
    field("max_amq_calling", "s7comm.param.maxamq_calling", number),
    field("max_amq_called", "s7comm.param.maxamq_called", number),
    field("pdu_length", "s7comm.param.pdu_length", number),
    field("items.syntax_id", "s7comm.param.item.syntaxid", number, { ordered: true, covers: ["items.syntax"] }),
    field("items.transport_size", "s7comm.param.item.transp_size", number, {
      ordered: true,
      covers: ["items.transport_size_name"],
    }),
    field("items.length", "s7comm.param.item.length", number, { ordered: true }),
    field("items.db_number", "s7comm.param.item.db", number, { ordered: true }),
    field("items.area", "s7comm.param.item.area", number, { ordered: true, covers: ["items.area_name"], ...area }),
    field("items.byte_address", "s7comm.param.item.address.byte", number, { ordered: true }),
    field("items.bit_address", "s7comm.param.item.address.bit", number, { ordered: true }),
    field("items.number", "s7comm.param.item.address.number", number, { ordered: true }),
    field("values.return_code", "s7comm.data.returncode", number, {
      ordered: true,
      covers: ["values.return_code_name"],
    }),
    field("values.transport_size", "s7comm.data.transportsize", number, {
      ordered: true,
      covers: ["values.transport_size_name"],
    }),
    field("values", "s7comm.data.length", number, {
      name: "values.length",
      ordered: true,
      turn: (value) => octetCount(value as Value),
      covers: ["values.length"],
    }),
    field("values.octets", "s7comm.resp.data", octets, { ordered: true, covers: ["values.value"] }),
    field("results.return_code", "s7comm.data.returncode", number, {
      ordered: true,
      covers: ["results.return_code_name"],
    }),
    field("return_code", "s7comm.data.returncode", number, { covers: ["return_code_name"] }),
    field("transport_size", "s7comm.data.transportsize", number, { covers: ["transport_size_name"] }),
    field("length", "s7comm.data.length", number),
    field("type", "s7comm.param.userdata.type", number),
    field("function_group", "s7comm.param.userdata.funcgroup", number),
    field("subfunction", "s7comm.param.userdata.subfunc", number),
    field("sequence_number", "s7comm.param.userdata.seq_num", number),
    field("data_unit_reference", "s7comm.param.userdata.dataunitref", number),
    field("last_data_unit", "s7comm.param.userdata.lastdataunit", number, { turn: (value) => !value }),
    field("szl_id", "s7comm.data.userdata.szl_id", number, { covers: ["szl_name"] }),
    field("szl_index", "s7comm.data.userdata.szl_index", number),
    field("record_length", "s7comm.data.userdata.szl_id.partlist_len", number),
    field("record_count", "s7comm.data.userdata.szl_id.partlist_cnt", number),
    field(
      "records.index",
      ["xy11.0001", "0131.0001", "0132.0004", "0013.0000"].map((one) => `${SZL}${one}.index`),
      number,
      {
        when: (message) => [0x11, 0x111, 0x131, 0x132, 0x13].includes(message["szl_id"] as number),
      },
    ),
    field("records.order_number", `${SZL}xy11.0001.anz`, text),
    field("records.module_type", `${SZL}xy11.0001.bgtyp`, number),
    field("records", `${SZL}xy11.0001.ausbg`, number, {
      name: "records.release or version, first half",
      turn: (record) => releaseOf(record as Module)?.[0],
      covers: ["records.release", "records.version"],
    }),
    field("records", `${SZL}xy11.0001.ausbe`, number, {
      name: "records.description_release or version, second half",
      turn: (record) => releaseOf(record as Module)?.[1],
      covers: ["records.description_release"],
    }),
    field("records.key_switch_protection_level", `${SZL}0132.0004.key`, number),
    field("records.assigned_protection_level", `${SZL}0132.0004.param`, number),
    field("records.valid_protection_level", `${SZL}0132.0004.real`, number),
    field("records.start_switch", `${SZL}0132.0004.crst_wrst`, number),
    field("records.maximum_pdu_size", `${SZL}0131.0001.pdu`, number),
    field("records.maximum_connections", `${SZL}0131.0001.anz`, number),
    field("records.mpi_bits_per_second", `${SZL}0131.0001.mpi_bps`, number),
    field("records.bus_bits_per_second", `${SZL}0131.0001.kbus_bps`, number),
    field("records.event_id", `${SZL}0424.0000.ereig`, number),
    field("records.szl_id", `${SZL}0000.0000.szl_id`, number),
    field("records.on", `${SZL}xy74.0000.led_on`, number),
    field("records.blinking", `${SZL}xy74.0000.led_blink`, number),
    field("records.code", `${SZL}0013.0000.code`, number),
    field("records.size", `${SZL}0013.0000.size`, number),
    field("records.mode", `${SZL}0013.0000.mode`, number),
    field("records.granularity", `${SZL}0013.0000.granu`, number),
    field("records.volatile_size", `${SZL}0013.0000.ber1`, number),
    field("records.volatile_used", `${SZL}0013.0000.belegt1`, number),
    field("records.volatile_largest_free", `${SZL}0013.0000.block1`, number),
    field("records.non_volatile_size", `${SZL}0013.0000.ber2`, number),
    field("records.non_volatile_used", `${SZL}0013.0000.belegt2`, number),
    field("records.non_volatile_largest_free", `${SZL}0013.0000.block2`, number),
    field("function_status", "s7comm.param.blockcontrol.functionstatus", number),
    field("more_data", "s7comm.param.blockcontrol.functionstatus.more", number),
    field("error", "s7comm.param.blockcontrol.functionstatus.error", number),
    field("upload_id", "s7comm.data.blockcontrol.uploadid", number),
    field("filename", "s7comm.param.blockcontrol.filename", text),
    field("block_length", "s7comm.param.blockcontrol.upl_lenstring", number),
    field("block_type", ["s7comm.data.blockcontrol.block_type", "s7comm.blockinfo.blocktype"], text, {
      when: (message) => message["language"] === undefined,
      turn: blockType,
    }),
    field("block_number", ["s7comm.data.blockcontrol.block_number", "s7comm.data.blockinfo.block_number"], number, {
      when: (message) => message["language"] === undefined,
    }),
    field("block_number", "s7comm.blockinfo.block_num", number, {
      name: "block_number of a block's head",
      when: (message) => message["language"] !== undefined,
    }),
    field("destination_filesystem", "s7comm.data.blockcontrol.dest_filesys", text, {
      turn: (value) => ({ active: "A", passive: "P", active_and_passive: "B" })[value as string] ?? value,
    }),
    field("filesystem", "s7comm.data.blockinfo.filesys", text),
    field("block_error_code", "s7comm.data.blockcontrol.errorcode", number),
    field("timestamp", "s7comm.data.ts", instant, { turn: (value) => Date.parse(`${value as string}Z`) / 1000 }),
    field("service", "s7comm.param.pistart.servicename", text),
    field("argument", "s7comm.param.pistart.argument", text),
    field("blocks.block_type", "s7comm.blockinfo.blocktype", text, { turn: blockType }),
    field("blocks.count", "s7comm.blockinfo.block_count", number, { ordered: true }),
    field("blocks.block_number", "s7comm.blockinfo.block_num", number, { ordered: true }),
    field("blocks.flags", "s7comm.blockinfo.flags", number, { ordered: true }),
    field("info_length", "s7comm.blockinfo.res_infolength", number),
    field("flags", "s7comm.param.userdata.blockinfo.flags", number),
    field("linked", "s7comm.param.userdata.blockinfo.linked", number),
    field("standard_block", "s7comm.param.userdata.blockinfo.standard_block", number),
    field("non_retain", "s7comm.param.userdata.blockinfo.nonretain", number),
    field("load_memory_length", "s7comm.blockinfo.load_mem_len", number),
    field("block_security", "s7comm.blockinfo.blocksecurity", named({ none: 0, know_how_protected: 3 })),
    field("ssb_length", "s7comm.blockinfo.ssb_len", number),
    field("add_length", "s7comm.blockinfo.add_len", number),
    field("local_data_length", "s7comm.blockinfo.localdata_len", number),
    field("mc7_code_length", "s7comm.blockinfo.mc7_len", number),
    field("code_timestamp", "s7comm.blockinfo.code_timestamp", instant, {
      turn: (value) => Date.parse(`${value as string}Z`) / 1000,
    }),
    field("interface_timestamp", "s7comm.blockinfo.interface_timestamp", instant, {
      turn: (value) => Date.parse(`${value as string}Z`) / 1000,
    }),
    field("author", "s7comm.blockinfo.author", text),
    field("family", "s7comm.blockinfo.family", text),
    field("name", "s7comm.blockinfo.headername", text),
    field("version", "s7comm.blockinfo.headerversion", text),
    field("checksum", "s7comm.blockinfo.checksum", octets),
  ],
  incomparable: {
    "records.part": "our words for the index",
    "records.component": "our words for the index",
    "records.text": "component identification, which Wireshark's columns name per index",
    "records.manufacturer_id": "as above",
    "records.profile_id": "as above",
    "records.profile_type": "as above",
    "records.requested_mode": "our words for half an octet",
    "records.previous_mode": "our words for half an octet",
    "records.timestamp": "octets there",
    "records.mode_switch": "our words for a number",
    "records.led": "our words for a number",
    "records.octets": "lists that we leave undecoded",
    fragment: "ours",
    reassembled_length: "ours",
    piece_length: "length of the data that Wireshark shows as octets",
    blocks: "a list as text, in a start of a service",
    "blocks.language": "our words for a number",
    language: "our words for a number",
  },
};
