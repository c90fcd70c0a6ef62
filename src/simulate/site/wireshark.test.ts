import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { SECOND } from "../schedule.ts";
import { LIBRARY, loadSite } from "../write.ts";
import { CATALOG } from "./catalog.ts";
import { playSite } from "./play.ts";

interface Session {
  load(): { summary: { packet_count: number } };
  getFrames(filter: string, skip: number, limit: number): { matched: number; frames: { size(): number } };
  delete(): void;
}

interface Wireshark {
  FS: { writeFile(path: string, content: string | Uint8Array): void; unlink(path: string): void };
  init(): void;
  DissectSession: new (path: string) => Session;
}

/** How Wireshark calls what a talk speaks, where the name is another one. */
const NAMES: Readonly<Record<string, string>> = {
  ethercat: "ecat",
  iec104: "iec60870_104",
  knx: "kip",
  sbi: "http2",
  synchrophasor: "synphasor",
};
/** What this build of Wireshark has no dissector for: some are plug-ins of it, DLMS is none's. */
const PLUGGED = new Set(["ethercat", "opcua", "profinet_dcp", "profinet_rt", "dlms"]);

let script = "";
try {
  script = createRequire(import.meta.url).resolve("@goodtools/wiregasm/dist/wiregasm.js");
} catch {
  // Told as skipped below.
}

describe("Wireshark reads every site of the library without a complaint", { skip: script === "" }, () => {
  let library: Wireshark;
  before(async () => {
    const { default: load } = await import(pathToFileURL(script).href);
    library = await load({
      locateFile: (name: string) => script.replace(/wiregasm\.js$/, name),
      print: () => {},
      printErr: () => {},
      handleStatus: () => {},
    });
    const checks = ["ip", "tcp", "udp"].map((protocol) => `${protocol}.check_checksum: TRUE\n`).join("");
    library.FS.writeFile("/wireshark/preferences", checks);
    library.init();
  });
  for (const file of readdirSync(LIBRARY).filter((each) => each.endsWith(".yaml") && each !== "campus.yaml")) {
    test(file, () => {
      const site = loadSite(`${LIBRARY}${file}`);
      const chunks: Uint8Array[] = [];
      const options = { seed: site.seed, duration: 180 * SECOND, scale: 1, file };
      const truth = playSite(site, CATALOG, options, (chunk) => chunks.push(chunk.slice()));
      library.FS.writeFile("/uploads/site", Buffer.concat(chunks));
      const session = new library.DissectSession("/uploads/site");
      try {
        assert.equal(session.load().summary.packet_count, truth.capture.frames);
        const count = (filter: string) => session.getFrames(filter, 0, 1).matched;
        const checksums = ["ip", "tcp", "udp"].map((protocol) => `${protocol}.checksum.status == 0`);
        assert.equal(count("_ws.malformed || _ws.expert.severity == 8388608"), 0, "malformed");
        assert.equal(count(checksums.join(" || ")), 0, "checksums");
        for (const talk of new Set(site.talks.map((each) => CATALOG.talks.get(each.talk)?.protocol ?? ""))) {
          if (PLUGGED.has(talk)) continue;
          assert.ok(count(NAMES[talk] ?? talk) > 0, `${talk} is not recognized`);
        }
      } finally {
        session.delete();
        library.FS.unlink("/uploads/site");
      }
    });
  }
});
