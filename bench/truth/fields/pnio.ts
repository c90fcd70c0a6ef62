import { type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

/** PROFINET IO context management inside DCE RPC: IEC 61158-6-10. */
export const pnio: FieldMap = {
  protocol: "pnio",
  filter: "pn_io.opnum",
  plugin: true,
  fields: [
    field("opnum", "pn_io.opnum", number),
    field("object", "dcerpc.obj_id", text),
    // Wireshark tells blocks inside records too, and adds addresses and frame identifiers that it remembers.
    field("blocks.block_type", "pn_io.block_type", number, { within: true, covers: ["blocks.block_type_name"] }),
    field("blocks.ar_type", "pn_io.ar_type", number),
    field("blocks.ar_uuid", "pn_io.ar_uuid", octets, { within: true }),
    field("blocks.session_key", "pn_io.session_key", number),
    field("blocks.cm_initiator_mac", "pn_io.cminitiator_mac_add", octets, { within: true }),
    field("blocks.cm_initiator_object_uuid", "pn_io.cminitiator_uuid", octets),
    field("blocks.cm_initiator_station_name", "pn_io.cminitiator_station_name", text),
    field("blocks.cm_responder_mac", "pn_io.cmresponder_macadd", octets, { within: true }),
    field("blocks.iocr_type", "pn_io.iocr_type", number, { within: true }),
    field("blocks.iocr_reference", "pn_io.iocr_reference", number, { within: true }),
    field("blocks.data_length", "pn_io.data_length", number),
    field("blocks.frame_id", "pn_io.frame_id", number, { within: true }),
    field("blocks.send_clock_factor", "pn_io.send_clock_factor", number),
    field("blocks.reduction_ratio", "pn_io.reduction_ratio", number),
    field("blocks.api", "pn_io.api", number, { within: true }),
    field("blocks.slot_number", "pn_io.slot_nr", number, { within: true }),
    field("blocks.subslot_number", "pn_io.subslot_nr", number, { within: true }),
    field("blocks.index", "pn_io.index", number, { within: true, covers: ["blocks.index_name"] }),
    field("blocks.record_data_length", "pn_io.record_data_length", number, { within: true }),
    field("blocks.control_command", "pn_io.control_command", number),
    field("blocks.vendor_id", "pn_io.vendor_id_high", number, { turn: (value) => (value as number) >> 8 }),
    field("blocks.order_id", "pn_io.order_id", text),
    field("blocks.im_serial_number", "pn_io.im_serial_number", text),
    field("blocks.im_hardware_revision", "pn_io.im_hardware_revision", number),
  ],
  incomparable: {
    pnio_status: "a column for each of its four octets there",
    pnio_status_name: "our words for them",
    "blocks.im_software_revision": "a column for each of its parts there",
  },
};
