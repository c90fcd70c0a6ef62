import { type FieldMap, field } from "../field.ts";
import { number } from "../normalize.ts";

/** ONC RPC: RFC 5531. */
export const oncrpc: FieldMap = {
  protocol: "oncrpc",
  filter: "rpc",
  fields: [
    field("xid", "rpc.xid", number),
    field("program", "rpc.program", number),
    field("uid", "rpc.auth.uid", number),
  ],
  incomparable: {
    "*": "arguments and results, and version and procedure a second time, are fields of their program there",
  },
};
