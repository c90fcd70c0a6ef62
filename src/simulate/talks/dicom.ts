import { writer } from "../bytes.ts";
import { associate, objectHead, objectPiece, release, storeRequest, storeResponse } from "../encode/dicom.ts";
import { noise } from "../engine/noise.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { numberOption, tcpTalk } from "../engine/talk.ts";

const PIECE = 8192;

/** A modality stores an image of made-up pixels in the archive. */
export const dicom = tcpTalk({
  name: "dicom",
  title: "DICOM storage",
  port: 104,
  every: 90,
  fresh: true,
  options: { size: "bytes of pixels per image, 65536 unless told" },
  make(pair) {
    const { client, server } = pair;
    const size = numberOption(pair, "size", 65536);
    let message = 0;
    let instance = "";
    pair.acts("file");
    const called = server.name.toUpperCase().slice(0, 16);
    const calling = client.name.toUpperCase().slice(0, 16);
    const opening: Step[] = [
      ask((out) => associate(out, 1, called, calling)),
      answer((out) => associate(out, 2, called, calling)),
    ];
    return {
      opening,
      round() {
        message++;
        instance = `1.2.826.0.1.3680043.10.1234.${pair.world.clock()}.${message}`;
        const steps: Step[] = [ask((out) => storeRequest(out, message, instance))];
        for (let sent = 0; sent < size; sent += PIECE) {
          steps.push(
            ask((out) => {
              const body = sent === 0 ? objectHead(instance, size) : writer();
              body.bytes(noise(pair.world, pair.random, Math.min(PIECE, size - sent)));
              objectPiece(out, body, sent + PIECE >= size);
            }, 400_000),
          );
        }
        steps.push(
          answer((out) => storeResponse(out, message, instance)),
          ask((out) => release(out, 5)),
          answer((out) => release(out, 6)),
        );
        return steps;
      },
    };
  },
});
