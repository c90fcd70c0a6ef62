import { writer } from "../bytes.ts";
import { associate, objectHead, objectPiece, release, storeRequest, storeResponse } from "../encode/dicom.ts";
import { noise } from "../engine/noise.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { MILLISECOND } from "../schedule.ts";
import { number, speakOnce } from "./ways.ts";

const PIECE = 8192;
const SIZE = 65536;

/** An archive's images go to a machine that is none of its modalities. */
export const dicomExfiltration: Scenario = {
  name: "dicom-exfiltration",
  title: "Images carried out over DICOM",
  kind: "attack",
  technique: "T1048",
  detail: "One association to an unusual receiver that stores image after image; pixels are random bytes.",
  options: { images: "how many, 10 unless told" },
  targets: [],
  play(cast) {
    const { world, random, actor } = cast;
    const [target] = cast.targets;
    const called = "STORE_SCP";
    const calling = actor.name.toUpperCase().slice(0, 16);
    const steps: Step[] = [
      ask((out) => associate(out, 1, called, calling)),
      answer((out) => associate(out, 2, called, calling)),
    ];
    for (let image = 1; image <= number(cast, "images", 10); image++) {
      const instance = `1.2.826.0.1.3680043.10.1234.77.${image}`;
      steps.push(ask((out) => storeRequest(out, image, instance)));
      for (let sent = 0; sent < SIZE; sent += PIECE) {
        steps.push(
          ask((out) => {
            const body = sent === 0 ? objectHead(instance, SIZE) : writer();
            objectPiece(out, body.bytes(noise(world, random, PIECE)), sent + PIECE >= SIZE);
          }, MILLISECOND),
        );
      }
      steps.push(answer((out) => storeResponse(out, image, instance)));
    }
    steps.push(
      ask((out) => release(out, 5)),
      answer((out) => release(out, 6)),
    );
    speakOnce(cast, target, "dicom", 104, ["file"], steps);
  },
};
