import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { namesBelowCommonDirectory } from "./assess.ts";
import {
  block,
  describedInterface,
  join as joined,
  packet,
  pcapHeader,
  pcapRecord,
  section,
} from "./capture/made-captures.ts";
import { bytesOf } from "./dissect/testing.ts";
import { REPORT_FILES } from "./export/write.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const main = join(root, "src", "main.ts");
const scratch = mkdtempSync(join(tmpdir(), "bulkhead-main-"));
after(() => rmSync(scratch, { recursive: true }));

const ARP = bytesOf("ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202");

interface Ended {
  code: number | null;
  out: string;
  error: string;
}

function bulkhead(
  words: string[],
  more: { cwd?: string; env?: Record<string, string>; input?: Uint8Array } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: more.cwd ?? scratch,
    env: { ...process.env, ...more.env },
    input: more.input ?? new Uint8Array(0),
    encoding: "utf8",
  });
  return { code: status, out: stdout, error: stderr };
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, bytes);
  return path;
}

/** Decryption secrets, then a simple packet block: 60 bytes of packet without a time. */
const SECRETS = joined(
  section(),
  describedInterface(),
  block(10, joined(bytesOf("4b534c54 04000000"), bytesOf("61626364"))),
  block(3, joined(bytesOf("2a000000"), ARP, new Uint8Array(2))),
);

const whole = joined(pcapHeader(), pcapRecord(1_700_000_000, 0, ARP), pcapRecord(1_700_000_001, 0, ARP));

describe("exit codes and what standard error says", () => {
  const cases: { name: string; words: string[]; code: number; error: RegExp; out?: RegExp }[] = [
    {
      name: "a whole capture",
      words: ["assess", file("whole.pcap", whole), "-o", "a"],
      code: 0,
      error: /^$/,
      out: /report\.html/,
    },
    {
      name: "its messages",
      words: ["dissect", "whole.pcap"],
      code: 0,
      error: /^$/,
      out: /^\{"frame":1,"time":1700000000\.0{9},/,
    },
    { name: "no such file", words: ["assess", "absent.pcap"], code: 1, error: /absent\.pcap does not exist/ },
    {
      name: "no capture",
      words: ["dissect", file("text.txt", bytesOf("48656c6c6f20776f726c64"))],
      code: 1,
      error: /not a capture/,
    },
    { name: "no command", words: [], code: 2, error: /Usage/ },
    { name: "an unknown command", words: ["asess"], code: 2, error: /unknown command/ },
    { name: "an unknown option", words: ["assess", "--outt", "x", "whole.pcap"], code: 2, error: /unknown option/ },
    {
      name: "an unknown protocol",
      words: ["dissect", "whole.pcap", "-p", "modbuss"],
      code: 2,
      error: /known: .*\barp\b/,
    },
    {
      name: "one file of two",
      words: ["dissect", "whole.pcap", "absent.pcap"],
      code: 3,
      error: /does not exist/,
      out: /arp/,
    },
    {
      name: "a cut record",
      words: ["dissect", file("cut.pcap", whole.slice(0, -5))],
      code: 3,
      error: /cut record/,
      out: /arp/,
    },
    {
      name: "frames cut by a snap length",
      words: [
        "assess",
        file("snap.pcap", joined(pcapHeader(), pcapRecord(1, 0, ARP), pcapRecord(2, 0, ARP, { original: 900 }))),
      ],
      code: 3,
      error: /1 frame cut short when captured/,
    },
    {
      name: "times that run backwards",
      words: ["dissect", file("back.pcap", joined(pcapHeader(), pcapRecord(2, 0, ARP), pcapRecord(1, 0, ARP)))],
      code: 0,
      error: /time runs backwards/,
      out: /arp/,
    },
    {
      name: "secrets to decrypt and packets without a time: all traffic was read",
      words: ["dissect", file("secrets.pcapng", SECRETS)],
      code: 0,
      error: /decryption secrets.*frame without time/s,
      out: /arp/,
    },
    {
      name: "a link that is not read",
      words: ["assess", file("link.pcap", joined(pcapHeader(true, 0xa1b2c3d4, 147), pcapRecord(1, 0, ARP)))],
      code: 3,
      error: /1 frame of a link that is not read \(private use 0\)/,
    },
  ];
  for (const { name, words, code, error, out } of cases) {
    test(name, () => {
      const ended = bulkhead(words);
      assert.match(ended.error, error);
      assert.equal(ended.code, code);
      if (out !== undefined) assert.match(ended.out, out);
    });
  }
});

test("every command explains itself, and exit codes where it has some", () => {
  const { out } = bulkhead(["--help"]);
  const commands = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name as string);
  assert.deepEqual(commands, [
    ...["assess", "dissect", "protocols", "simulate", "serve", "start"],
    ...["store", "audit", "people", "help"],
  ]);
  for (const command of commands.filter((name) => name !== "help")) {
    const ended = bulkhead([command, "--help"]);
    assert.equal(ended.code, 0);
    assert.match(ended.out, new RegExp(`^Usage: bulkhead ${command}`));
    if (command === "assess" || command === "dissect") assert.match(ended.out, /Exit codes: 0/);
  }
});

test("standard input is read, and nothing but results stands on standard output", () => {
  const ended = bulkhead(["assess", "-", "-o", "piped", "--json"], { input: whole });
  assert.equal(ended.code, 0);
  assert.equal(ended.error, "");
  assert.equal((JSON.parse(ended.out) as { frames: number }).frames, 2);
});

test("the same capture gives the same bytes from any directory, in any time zone and language", () => {
  const sample = join(root, "samples", "plant-cell.pcapng");
  const places = [
    { cwd: root, words: [join("samples", "plant-cell.pcapng")], env: { TZ: "UTC", LC_ALL: "C", LANG: "C" } },
    {
      cwd: join(scratch, "elsewhere"),
      words: [sample],
      env: { TZ: "Asia/Kathmandu", LC_ALL: "de_DE.UTF-8", LANG: "tr_TR.UTF-8" },
    },
  ];
  mkdirSync(join(scratch, "elsewhere"));
  places.forEach(({ cwd, words, env }, index) => {
    const ended = bulkhead(["assess", ...words, "-q", "-o", join(scratch, `place${index}`)], { cwd, env });
    assert.deepEqual(ended, { code: 0, out: "", error: "" });
  });
  for (const name of REPORT_FILES) {
    assert.deepEqual(readFileSync(join(scratch, "place0", name)), readFileSync(join(scratch, "place1", name)), name);
  }
});

test("frames of a link that is not read count as unexplained", () => {
  const mixed = joined(
    section(),
    describedInterface(1),
    describedInterface(147),
    packet(1_700_000_000_000_000n, ARP),
    packet(1_700_000_001_000_000n, ARP, { interfaceId: 1 }),
  );
  const ended = bulkhead(["assess", file("mixed.pcapng", mixed), "-o", "mixed", "--json"]);
  assert.equal((JSON.parse(ended.out) as { explained: number }).explained, 0.5);
});

test("captures are named without the directory that they share", () => {
  assert.deepEqual(namesBelowCommonDirectory(["/a/b/c.pcap"]), ["c.pcap"]);
  assert.deepEqual(namesBelowCommonDirectory(["/a/b/c.pcap", "/a/d/c.pcap", "-"]), ["b/c.pcap", "d/c.pcap", "-"]);
  assert.deepEqual(namesBelowCommonDirectory(["x.pcap", "./y.pcap"]), ["x.pcap", "y.pcap"]);
  assert.deepEqual(namesBelowCommonDirectory([]), []);
});
