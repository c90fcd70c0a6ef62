import { captureFormats } from "../capture/formats.ts";
import { compressions } from "../capture/inflate.ts";

/** Format of a file by its first four bytes: "pcap", "pcapng", "gzip", "zstd"; "" when it cannot be a capture. */
export function formatOfBeginning(bytes: Uint8Array): string {
  if (bytes.length < 4) return "";
  const magic = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  return [...captureFormats, ...compressions].find((each) => each.recognizes(magic))?.name ?? "";
}
