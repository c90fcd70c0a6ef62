import type { Scenario } from "../engine/scenario.ts";
import { answer, type Step } from "../engine/script.ts";
import { SERVER } from "../engine/session.ts";
import { MILLISECOND, SECOND } from "../schedule.ts";
import { dialogue, number, oneByOne, speakOnce } from "./ways.ts";

const PASSIVE_PORT = 50_210;
/** Bytes in one message of a file. */
const PIECE = 1400;

/** Planned: configurations are fetched from devices at night. */
export const backup: Scenario = {
  name: "backup",
  title: "Nightly backup of configurations",
  kind: "work",
  technique: "",
  detail: "A server signs in to each device over FTP and fetches its configuration file.",
  options: { kilobytes: "size of a file, 64 unless told" },
  targets: [],
  play(cast) {
    const size = number(cast, "kilobytes", 64) * 1024;
    oneByOne(cast, cast.targets.length, 6 * SECOND, (index) => {
      const target = cast.targets[index];
      const address = [24, 16, 8, 0].map((shift) => (target.ip >>> shift) & 0xff).join(",");
      const file = `${target.name}.cfg`;
      const steps = [
        "<220 ready",
        ">USER backup",
        "<331 Password required",
        ">PASS sample-secret",
        "<230 Logged in",
        ">TYPE I",
        "<200 Binary",
        ">PASV",
        `<227 Entering Passive Mode (${address},${PASSIVE_PORT >> 8},${PASSIVE_PORT & 0xff})`,
        `>RETR ${file}`,
        `<150 Opening data connection (${size} bytes)`,
      ];
      speakOnce(
        cast,
        target,
        "ftp",
        21,
        ["authenticate", "file"],
        [
          ...dialogue(steps),
          answer((out) => out.text("226 Transfer complete\r\n"), SECOND),
          ...dialogue([">QUIT", "<221 Goodbye"]),
        ],
      );
      cast.world.queue.call(cast.world.queue.now + 900 * MILLISECOND, () => {
        const content = cast.random.bytes(PIECE);
        const pieces: Step[] = Array.from({ length: Math.ceil(size / PIECE) }, (_, piece) =>
          answer((out) => out.bytes(content.subarray(0, Math.min(PIECE, size - piece * PIECE))), MILLISECOND / 10),
        );
        speakOnce(cast, target, "ftp-data", PASSIVE_PORT, ["file"], pieces, SERVER);
      });
    });
  },
};
