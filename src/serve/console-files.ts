import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};
const COMPRESSED = [".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt"];
/** A build names files by their content: those never change. */
const NAMED_BY_CONTENT = /[-.][A-Za-z0-9_-]{8,}\.\w+$/;
const MOST_FILES = 2000;
const MOST_BYTES = 64 << 20;

/** One file as it is sent. */
export interface ConsoleFile {
  type: string;
  etag: string;
  isImmutable: boolean;
  content: Buffer;
  brotli: Buffer | undefined;
  gzip: Buffer | undefined;
}

/** Reads the console's files once, by address ("/assets/x.js"). What is asked for later is only looked up: no path leads out. */
export function readConsoleFiles(folder: string): ReadonlyMap<string, ConsoleFile> {
  const files = new Map<string, ConsoleFile>();
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined || files.size >= MOST_FILES) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    bytes += content.length;
    if (bytes > MOST_BYTES) throw new Error(`${folder} holds over ${MOST_BYTES} bytes; it is no console.`);
    const address = `/${relative(folder, path).replaceAll("\\", "/")}`;
    const isText = COMPRESSED.includes(extname(entry.name)) && content.length > 1000;
    files.set(address, {
      type,
      etag: `"${createHash("sha256").update(content).digest("base64url").slice(0, 27)}"`,
      isImmutable: address.startsWith("/assets/") && NAMED_BY_CONTENT.test(entry.name),
      content,
      brotli: isText ? brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }) : undefined,
      gzip: isText ? gzipSync(content) : undefined,
    });
  }
  return files;
}
