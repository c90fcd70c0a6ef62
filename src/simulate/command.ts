import { SAMPLE_SEED, simulateSample } from "./write.ts";

const [directory, seedText] = process.argv.slice(2);
const seed = seedText === undefined ? SAMPLE_SEED : Number(seedText);
if (directory === undefined || directory.startsWith("-") || !Number.isInteger(seed)) {
  process.stderr.write("usage: node tools/run.mjs src/simulate/command.ts DIRECTORY [SEED]\nSEED is a whole number.\n");
  process.exitCode = 2;
} else {
  const written = simulateSample({ directory, seed });
  process.stdout.write(`${written.capture}: ${written.frames} frames, ${written.bytes} bytes\n${written.truth}\n`);
}
