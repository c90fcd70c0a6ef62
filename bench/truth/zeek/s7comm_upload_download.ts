import { type DissectedMessage, field } from "../field.ts";
import { number, text } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const isTransfer = (message: DissectedMessage) =>
  /upload|download/.test(message["operation"] as string) && message["function_code"] !== undefined;

/** Blocks that are loaded. */
export const s7commUploadDownload: LogMap = {
  log: "s7comm_upload_download",
  protocol: "s7comm",
  fields: [
    field("function_status", "function_status", number, { when: isTransfer }),
    field("upload_id", "session_id", number, { when: isTransfer }),
    {
      ...field("block_length", "blocklength", number, { when: isTransfer }),
      rows: (row) => row["function_name"] === "Start Upload",
    },
    field("filename", "filename", text, { when: isTransfer }),
    field("block_number", "block_number", number, { when: isTransfer }),
  ],
};
