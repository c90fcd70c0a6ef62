import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { join, pcapHeader, pcapRecord, randomFrom, someBytes } from "./made-captures.ts";
import { mergeByTime } from "./merge.ts";
import type { OpenOptions } from "./open.ts";
import { openCaptures } from "./open.ts";
import { makeFrame } from "./reader.ts";
import type { CaptureSummary } from "./source.ts";

/** A capture with one frame at this second. */
function captureAt(second: number): Uint8Array {
  return join(pcapHeader(), pcapRecord(second, 0, someBytes(60)));
}

async function readPaths(
  paths: readonly string[],
  options?: OpenOptions,
): Promise<{ seconds: number[]; summaries: CaptureSummary[]; problems: string[] }> {
  const { sources, problems } = await openCaptures(paths, options);
  const merged = mergeByTime(sources);
  const frame = makeFrame();
  const seconds: number[] = [];
  do {
    while (merged.next(frame)) seconds.push(frame.seconds);
  } while (await merged.fill());
  for (const problem of problems) assert.ok(problem.message !== "" && problem.remedy !== "");
  return {
    seconds,
    summaries: sources.map((source) => source.summary()),
    problems: problems.map((problem) => `${problem.kind}: ${path.basename(problem.path)}`),
  };
}

test("directories are searched by content, files keep the order given, and the rest is told", async (context) => {
  const directory = mkdtempSync(path.join(tmpdir(), "bulkhead-open-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const at = (...parts: string[]): string => path.join(directory, ...parts);
  mkdirSync(at("day", "inner"), { recursive: true });
  mkdirSync(at("empty"));
  writeFileSync(at("day", "b"), captureAt(3));
  writeFileSync(at("day", "a.log"), gzipSync(captureAt(4)));
  writeFileSync(at("day", "inner", "c.pcap"), captureAt(1));
  writeFileSync(at("day", "notes.txt"), "no capture at all");
  writeFileSync(at("day", "nothing"), "");
  writeFileSync(at("first.pcap"), captureAt(2));
  writeFileSync(at("text.pcap"), "no capture at all");
  symlinkSync(at("day"), at("day", "circle"));
  symlinkSync(at("first.pcap"), at("day", "z-link"));
  const paths = [at("first.pcap"), at("day"), at("missing.pcap"), at("text.pcap"), at("empty")];
  const seen = await readPaths(paths);
  assert.deepEqual(seen.seconds, [1, 2, 3, 4]);
  assert.deepEqual(
    seen.summaries.map((summary) => path.relative(directory, summary.name)),
    ["first.pcap", "day/a.log", "day/b", "day/inner/c.pcap", "text.pcap"].map((name) => path.normalize(name)),
  );
  assert.deepEqual(
    seen.summaries[4].faults.map((fault) => fault.name),
    ["not a capture"],
  );
  assert.deepEqual(seen.summaries[4].format, "unknown");
  assert.ok(seen.summaries.every((summary) => summary.sha256.length === 64 && summary.size > 0));
  assert.deepEqual(seen.problems.toSorted(), [
    "empty directory: empty",
    "given twice: z-link",
    "missing: missing.pcap",
    "skipped: notes.txt",
    "skipped: nothing",
  ]);
});

test("a file that may not be read is a fault of that file alone", async (context) => {
  if (process.getuid?.() === 0) return context.skip("the superuser may read everything");
  const directory = mkdtempSync(path.join(tmpdir(), "bulkhead-open-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const closed = path.join(directory, "closed.pcap");
  writeFileSync(closed, captureAt(1));
  chmodSync(closed, 0);
  const open = path.join(directory, "open.pcap");
  writeFileSync(open, captureAt(2));
  const seen = await readPaths([closed, open]);
  assert.deepEqual(seen.seconds, [2]);
  assert.deepEqual(
    seen.summaries[0].faults.map((fault) => fault.name),
    ["read error"],
  );
});

test("standard input is read, compressed or not", async () => {
  for (const bytes of [captureAt(7), gzipSync(captureAt(7))]) {
    const seen = await readPaths(["-"], { standardInput: Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]) });
    assert.deepEqual(seen.seconds, [7]);
    assert.equal(seen.summaries[0].name, "-");
    assert.equal(seen.summaries[0].size, bytes.length);
    assert.equal(seen.summaries[0].sha256.length, 64);
  }
});

test("a named pipe is read like a file", async (context) => {
  if (process.platform === "win32") return context.skip("no named pipes in the file system here");
  const directory = mkdtempSync(path.join(tmpdir(), "bulkhead-open-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const pipe = path.join(directory, "pipe");
  execFileSync("mkfifo", [pipe]);
  const file = path.join(directory, "file");
  writeFileSync(file, captureAt(9));
  const { spawn } = await import("node:child_process");
  const writer = spawn("sh", ["-c", 'cat "$0" > "$1"', file, pipe]);
  const seen = await readPaths([pipe]);
  writer.kill();
  assert.deepEqual(seen.seconds, [9]);
});

const shared = path.resolve(import.meta.dirname, "../../../shared/captures");

/**
 * Where the catalog's count, of capinfos, is not the number of frames: capinfos leaves out records that are no packets,
 * which Wireshark numbers; and it gives up on sections and links that it does not know, which are read or counted here.
 */
const countedOtherwise: ReadonlyMap<string, number> = new Map([
  ...["le", "be"].flatMap((order): [string, number][] =>
    Object.entries({ "017": 4, "018": 8, "102": 8, "202": 11, "901": 2 }).map(([part, frames]) => [
      `it/pcapng-format/gopacket-${order}-test${part}.pcapng`,
      frames,
    ]),
  ),
  ["malformed/tcpdump-frf16_magic_ie-oobr.pcap", 1],
  ["malformed/tcpdump-juniper_monitor_invalid_cookie_length.pcap", 1],
  ["malformed/tcpdump-vtp_asan-2.pcap", 1],
  ["malformed/tcpdump-vtp_asan.pcap", 5],
]);

test("the frames of real captures are as many as Wireshark counts", async (context) => {
  if (!existsSync(path.join(shared, "CATALOG.tsv"))) return context.skip("the shared captures are not here");
  const lines = readFileSync(path.join(shared, "CATALOG.tsv"), "utf8").trim().split("\n").slice(1);
  for (const line of lines) {
    const [, file, , packets] = line.split("\t");
    const { summaries } = await readPaths([path.join(shared, file)], { hashed: false });
    assert.equal(summaries[0].frames, countedOtherwise.get(file) ?? Number(packets), file);
  }
});

test("no mutation of a real capture throws or hangs", async (context) => {
  if (!existsSync(path.join(shared, "CATALOG.tsv"))) return context.skip("the shared captures are not here");
  const seed = Number(process.env.FUZZ_SEED ?? 20_260_724);
  const random = randomFrom(seed);
  const directory = path.join(shared, "it/pcapng-format");
  for (const kind of ["le", "be"]) {
    for (const part of ["006", "018", "102", "202", "901"]) {
      const original = readFileSync(path.join(directory, `gopacket-${kind}-test${part}.pcapng`));
      for (let round = 0; round < 60; round++) {
        const bytes = new Uint8Array(original);
        for (let count = 1 + random(8); count > 0; count--) bytes[random(bytes.length)] = random(256);
        const seen = await readPaths(["-"], { standardInput: Readable.from([bytes]) });
        assert.ok(seen.seconds.length <= bytes.length / 12, `seed ${seed}, ${kind} ${part}, round ${round}`);
      }
    }
  }
});
