import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { join as joined, pcapHeader, pcapRecord, someBytes } from "../capture/made-captures.ts";
import { IntakeProblem } from "../serve/surroundings.ts";
import { UploadSpool } from "./spool.ts";

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-spool-"));
});
after(() => rmSync(directory, { recursive: true }));

const capture = joined(pcapHeader(), pcapRecord(1, 2, someBytes(60)));

async function* chunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const isProblem = (reason: string) => (error: unknown) => error instanceof IntakeProblem && error.reason === reason;

test("an upload lies on disk whole, with its hash and format, whatever the chunks", async () => {
  const spool = new UploadSpool(join(directory, "whole"), { largest: 1e6, reserve: 0 });
  const sha256 = createHash("sha256").update(capture).digest("hex");
  const paths = new Set<string>();
  for (const size of [1, 3, 1000]) {
    const spooled = await spool.receive(chunks(capture, size));
    assert.deepEqual([spooled.size, spooled.sha256, spooled.format], [capture.length, sha256, "pcap"]);
    assert.deepEqual(new Uint8Array(readFileSync(spooled.path)), capture);
    paths.add(spooled.path);
  }
  // The same content thrice is three files: one can be dropped without the others.
  assert.equal(paths.size, 3);
  for (const [bytes, format] of [
    [gzipSync(capture), "gzip"],
    [zstdCompressSync(capture), "zstd"],
  ] as const) {
    assert.equal((await spool.receive(chunks(bytes))).format, format);
  }
});

test("what cannot be taken is refused in words, and nothing is left of it", async () => {
  const folder = join(directory, "refused");
  const spool = new UploadSpool(folder, { largest: 50, reserve: 0 });
  await assert.rejects(spool.receive(chunks(capture)), isProblem("too large"));
  await assert.rejects(spool.receive(chunks(capture), { expected: 51 }), isProblem("too large"));
  await assert.rejects(spool.receive(chunks(someBytes(40))), isProblem("not a capture"));
  await assert.rejects(spool.receive(chunks(capture.subarray(0, 3))), isProblem("not a capture"));
  await assert.rejects(spool.receive(chunks(new Uint8Array(0))), isProblem("not a capture"));
  const torn = async function* () {
    yield capture.subarray(0, 30);
    throw new Error("the sender went away");
  };
  await assert.rejects(spool.receive(torn()), /went away/);
  const abort = new AbortController();
  const slow = async function* () {
    yield capture.subarray(0, 30);
    abort.abort();
    yield capture.subarray(30, 40);
  };
  await assert.rejects(spool.receive(slow(), { signal: abort.signal }), /abort/i);
  assert.deepEqual(readdirSync(folder), []);
});

test("room on the disk is looked at before and while an upload comes", async () => {
  const folder = join(directory, "room");
  let room = 1000;
  const spool = new UploadSpool(folder, { largest: 1e9, reserve: 500, room: () => Promise.resolve(room) });
  await spool.receive(chunks(capture), { expected: 400 });
  await assert.rejects(spool.receive(chunks(capture), { expected: 600 }), isProblem("no room"));
  room = 1e9;
  const filling = async function* () {
    yield capture;
    room = 100;
    for (let count = 0; count < 20; count++) yield new Uint8Array(1024 * 1024);
  };
  await assert.rejects(spool.receive(filling()), isProblem("no room"));
  assert.equal(readdirSync(folder).length, 1);
});

test("after a crash leftover parts are gone and whole uploads are listed", async () => {
  const folder = join(directory, "crash");
  const spool = new UploadSpool(folder, { largest: 1e6, reserve: 0 });
  const spooled = await spool.receive(chunks(capture));
  writeFileSync(join(folder, "0d0d.part"), "half");
  writeFileSync(join(folder, "notes.txt"), "of somebody else");
  const again = await new UploadSpool(folder, { largest: 1e6, reserve: 0 }).recover();
  assert.deepEqual(again, [spooled]);
  assert.equal(readdirSync(folder).length, 2);
});
