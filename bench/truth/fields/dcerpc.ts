import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { address, number, text } from "../normalize.ts";

const SYNTAXES: Readonly<Record<string, string>> = {
  NDR: "8a885d04-1ceb-11c9-9fe8-08002b104860",
  NDR64: "71710533-beba-4937-8319-b5dbef9ccc36",
};
const RESULTS = ["acceptance", "user_rejection", "provider_rejection", "negotiate_ack"];
const uuidOf = (value: unknown) => SYNTAXES[value as string] ?? value;
const isConnected = (message: DissectedMessage) => message["rpc_vers"] === 5;

interface Tower {
  uuid?: string;
  protocol?: string;
  port?: number;
  address?: string;
  pipe?: string;
}

/** Values of the towers that the endpoint mapper is asked for or answers. */
const towers = (turn: (tower: Tower) => unknown) => (_: unknown, message: DissectedMessage) =>
  [message["map_tower"] as Tower | undefined, ...((message["towers"] as Tower[] | undefined) ?? [])].flatMap((tower) =>
    tower === undefined ? [] : [turn(tower)],
  );

/** DCE RPC: C706 chapter 12 and MS-RPCE; what arguments say where Wireshark has columns for it. */
export const dcerpc: FieldMap = {
  protocol: "dcerpc",
  filter: "dcerpc",
  fields: [
    field("rpc_vers", "dcerpc.ver", number),
    field("ptype", "dcerpc.pkt_type", number),
    field("pfc_flags", "dcerpc.cn_flags", number),
    field("first_fragment", "dcerpc.cn_flags.first_frag", number),
    field("last_fragment", "dcerpc.cn_flags.last_frag", number),
    field("frag_length", "dcerpc.cn_frag_len", number),
    field("auth_length", "dcerpc.cn_auth_len", number),
    field("call_id", "dcerpc.cn_call_id", number),
    field("max_xmit_frag", "dcerpc.cn_max_xmit", number),
    field("max_recv_frag", "dcerpc.cn_max_recv", number),
    field("assoc_group_id", "dcerpc.cn_assoc_group", number),
    field("contexts.context_id", "dcerpc.cn_ctx_id", number, { name: "contexts.context_id" }),
    field("p_cont_id", "dcerpc.cn_ctx_id", number),
    field("contexts.abstract_syntax", "dcerpc.cn_bind_to_uuid", text, { covers: ["contexts.interface"] }),
    field("contexts.version", "dcerpc.cn_bind_if_ver", number, {
      name: "contexts.version (major)",
      turn: (value) => (value as string).split(".")[0],
    }),
    field("contexts.version", "dcerpc.cn_bind_if_ver_minor", number, {
      name: "contexts.version (minor)",
      turn: (value) => (value as string).split(".")[1],
    }),
    field("contexts.transfer_syntaxes", "dcerpc.cn_bind_trans_id", text, { turn: uuidOf }),
    field("sec_addr", "dcerpc.cn_sec_addr", text),
    field("results.result", "dcerpc.cn_ack_result", number, { turn: (value) => RESULTS.indexOf(value as string) }),
    field("results.transfer_syntax", "dcerpc.cn_ack_trans_id", text, { within: true, turn: uuidOf }),
    field("alloc_hint", "dcerpc.cn_alloc_hint", number),
    field("opnum", "dcerpc.opnum", number, { covers: ["opnum_name", "interface"] }),
    field("object", "dcerpc.obj_id", text),
    field("status", "dcerpc.cn_status", number, { when: isConnected, covers: ["status_name"] }),
    field("flags1", "dcerpc.dg_flags1", number),
    field("if_id", "dcerpc.dg_if_id", text),
    field("act_id", "dcerpc.dg_act_id", text),
    field("seqnum", "dcerpc.dg_seqnum", number),
    field("len", "dcerpc.dg_frag_len", number),
    field("fragnum", "dcerpc.dg_frag_num", number),
    field("auth_type", "dcerpc.auth_type", number, { covers: ["auth_type_name"] }),
    field("auth_level", "dcerpc.auth_level", number, { covers: ["auth_level_name"] }),
    field("rpc_vers", "epm.uuid", text, {
      name: "towers.uuid",
      // The second floor of each tower, how arguments are written, has a value there too.
      within: true,
      turn: towers(({ uuid }) => uuid),
      covers: ["map_tower.uuid", "towers.uuid", "map_tower.interface", "towers.interface"],
    }),
    field("rpc_vers", ["epm.proto.tcp_port", "epm.proto.udp_port"], number, {
      name: "towers.port",
      turn: towers(({ port }) => port),
      covers: ["map_tower.port", "towers.port", "map_tower.protocol", "towers.protocol"],
    }),
    field("rpc_vers", "epm.proto.ip", address, {
      name: "towers.address",
      turn: towers((tower) => tower.address),
      covers: ["map_tower.address", "towers.address"],
    }),
    field("rpc_vers", "epm.proto.named_pipe", text, {
      name: "towers.pipe",
      turn: towers(({ pipe }) => pipe),
      covers: ["map_tower.pipe", "towers.pipe"],
    }),
  ],
  incomparable: {
    provider_reject_reason: "no capture here holds a refused bind",
    "results.reason": "as above",
    ntlmssp: "as above: what a login says",
    ...Object.fromEntries(
      [
        ...["service_name", "display_name", "service_type", "start_type", "binary_path_name", "sub_key", "value_name"],
        ...["path", "com_version", "string_bindings"],
      ].map((name) => [
        name,
        "arguments of calls that no capture here holds; Wireshark has columns for each interface",
      ]),
    ),
  },
};
