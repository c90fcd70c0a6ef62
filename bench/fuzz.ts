// npm run fuzz: mutated inputs to every dissector, the capture readers and the whole way to an assessment.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { assessCaptures } from "../src/assess.ts";
import { readAll } from "../src/capture/made-captures.ts";
import type { Dissector } from "../src/dissect/dissector.ts";
import { fuzzSeries, seededRandom } from "../src/dissect/laws.ts";
import { Packet } from "../src/dissect/packet.ts";
import { PROTOCOLS } from "../src/dissect/protocols/list.ts";
import type { Exchange } from "../src/dissect/protocols/samples/sample.ts";

const { values } = parseArgs({
  options: {
    /** Mutated inputs per dissector. */
    inputs: { type: "string", default: "1000000" },
    /** No new series begins after this many seconds. */
    seconds: { type: "string", default: "1500" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
    protocol: { type: "string", multiple: true },
  },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const deadline = Date.now() + Number(values.seconds) * 1000;
const random = seededRandom(seed);
const broken: string[] = [];
let fed = 0;
console.log(`seed ${seed}, ${inputs} inputs for each dissector, at most ${values.seconds} s`);

const chosen = PROTOCOLS.filter((entry) => values.protocol === undefined || values.protocol.includes(entry.name));
let late = 0;
for (const dissector of chosen) {
  if (Date.now() > deadline) {
    late++;
    continue;
  }
  const samples = (await import(`../src/dissect/protocols/samples/${dissector.name}.ts`)) as {
    SAMPLES: readonly Exchange[];
  };
  await step(dissector.name, () => fuzzDissector(dissector, samples.SAMPLES));
}
if (values.protocol === undefined) {
  await step("packets", fuzzPackets);
  await step("capture files", fuzzCaptures);
  await step("assessments", fuzzAssessments);
}
if (late > 0) console.log(`${late} dissectors were not reached in time`);
console.log(`${fed} inputs, ${broken.length} laws broken (seed ${seed})`);
for (const law of broken) console.log(law);
process.exitCode = broken.length > 0 || late > 0 ? 1 : 0;

async function step(name: string, run: () => number | Promise<number>): Promise<void> {
  const before = process.cpuUsage();
  const done = await run();
  fed += done;
  const { user, system } = process.cpuUsage(before);
  console.log(`${name.padEnd(16)} ${String(done).padStart(9)} inputs  ${((user + system) / 1e6).toFixed(1)} CPU-s`);
}

function fuzzDissector(dissector: Dissector, samples: readonly Exchange[]): number {
  let done = 0;
  // In portions, so that the deadline holds even where one dissector is slow.
  while (done < inputs && Date.now() < deadline) {
    const series = fuzzSeries(dissector, samples, PROTOCOLS, random, Math.min(20_000, inputs - done));
    done += series.inputs;
    broken.push(...series.broken);
    if (series.broken.length > 0) break;
  }
  if (done < inputs && broken.length === 0) late++;
  return done;
}

function sampleBytes(): Uint8Array {
  return new Uint8Array(readFileSync(new URL("../samples/plant-cell.pcapng", import.meta.url)));
}

/** Frames of the sample with changed bytes, through the decoder alone. */
function fuzzPackets(): number {
  const packet = new Packet();
  const bytes = sampleBytes();
  const frame = new Uint8Array(1600);
  const linkTypes = [1, 0, 9, 51, 101, 104, 105, 113, 127, 276];
  for (let round = 0; round < inputs; round++) {
    const from = Math.floor(random() * (bytes.length - 1600));
    const length = 14 + Math.floor(random() * 200);
    frame.set(bytes.subarray(from, from + length));
    const linkType = linkTypes[Math.floor(random() * linkTypes.length)] as number;
    try {
      packet.decode(frame, 0, length, linkType);
      if (packet.payloadStart < 0 || packet.payloadEnd > length) throw new Error("reads outside the frame");
    } catch (error) {
      broken.push(`packet decoding, link type ${linkType}: ${String(error)}\n${hexOf(frame.subarray(0, length))}`);
      return round;
    }
  }
  return inputs;
}

/** Beginnings of capture files with changed bytes. */
async function fuzzCaptures(): Promise<number> {
  const whole = sampleBytes().slice(0, 6000);
  const rounds = Math.ceil(inputs / 20);
  for (let round = 0; round < rounds; round++) {
    const bytes = whole.slice(0, 200 + Math.floor(random() * 5800));
    for (let change = Math.floor(random() * 12); change >= 0; change--) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    try {
      const seen = await readAll(bytes, 4096, 8192);
      if (seen.frames.length > bytes.length / 12) throw new Error("more frames than bytes allow");
    } catch (error) {
      broken.push(`capture file: ${String(error)}\n${hexOf(bytes)}`);
      return round;
    }
  }
  return rounds;
}

/** Whole assessments of the sample with changed bytes: nothing may throw, and no dissector may be caught in a fault. */
async function fuzzAssessments(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-fuzz-"));
  const whole = sampleBytes();
  const rounds = Math.max(4, Math.ceil(inputs / 40_000));
  try {
    for (let round = 0; round < rounds && Date.now() < deadline + 60_000; round++) {
      const bytes = whole.slice();
      for (let change = 0; change < 4000; change++) {
        // Behind the first blocks, so that most of the file stays readable.
        bytes[1000 + Math.floor(random() * (bytes.length - 1000))] = Math.floor(random() * 256);
      }
      const path = join(directory, "mutated.pcapng");
      writeFileSync(path, bytes);
      try {
        const { assessment } = await assessCaptures([path], "fuzz");
        const own = assessment.blindSpots.filter((spot) => spot.reason === "Fault of Bulkhead itself");
        for (const spot of own) broken.push(`assessment, round ${round}: ${spot.where}`);
      } catch (error) {
        broken.push(`assessment, round ${round}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  return rounds;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
