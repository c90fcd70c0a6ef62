import type { Link, LinkOperation } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherBy, type Observation } from "../gather.ts";
import { grantedRequests, isUnanswered, observationOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Fewer images than this sent to a receiver inside may be a test or a single picture that somebody wanted to see. */
const FEWEST_IMAGES = 5;
const STORE = "dicom:c_store";
const ASKS = /^dicom:c_(find|move|get)$/;
/** Where a request to move images says that they shall go. */
const DESTINATION = /^to /;

interface Carriage extends Observation {
  images: number;
  bytes: number;
  isOutside: boolean;
}

/** Images of patients that leave the site, or that an archive sends to somebody who never asked for any. */
export const unaskedImages: Detection = {
  name: "unasked-images",
  title: "Images of patients sent to an unusual receiver",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["privacy"],
      why: "Images carry the name, the birth date and the state of a patient; nobody in a plant needs them.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["privacy", "patient safety"],
      why: "Images carry the name, the birth date and the state of a patient. An archive gives them to whoever it is set up to send to, and archives have been emptied that way.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy"],
      why: "Images carry the name, the birth date and the state of a patient.",
    },
    IT: {
      severity: "medium",
      threatens: ["privacy"],
      why: "Images carry the name, the birth date and the state of a patient.",
    },
  },
  techniques: ["T0811"],
  checks: ["N28", "N40"],
  check:
    "Look in the settings of {actor} at its list of receivers: who entered {target}, when, and for which study. Look there at the log of what was sent.",
  advice: [
    { action: "Ask radiology whether {target} is a station of theirs and who works at it.", tag: "Safe now" },
    { action: "Take {target} off the list of receivers if nobody knows it.", tag: "With control room" },
    { action: "Let only modalities and reading stations reach the archive.", tag: "With control room" },
    { action: "Do not stop the archive: treatment depends on its images.", tag: "Do not" },
  ],
  falseAlarm:
    "A rule of the archive that forwards images to a second archive, a reading station, research or teaching, or an analysis of images that sends nothing back; a teleradiology service, where the receiver is outside.",
  blindSpots:
    "Whoever asks for the images first, as every reading station does; images over the web interface of an archive or inside of encrypted connections; single images.",
  find(view) {
    const seen = view.site.links.flatMap((link) => carriageOf(link, view) ?? []);
    return gatherBy(seen, ({ actor, isOutside }) => `${actor} ${isOutside ? "outside" : "inside"}`).map(
      (group): Sighting => {
        const isOutside = group.observations.some((entry) => entry.isOutside);
        const images = group.observations.reduce((sum, entry) => sum + entry.images, 0);
        const bytes = group.observations.reduce((sum, entry) => sum + entry.bytes, 0);
        return {
          actors: group.actors,
          targets: group.targets,
          identity: group.key,
          weighedAs: "IoMT",
          ...(isOutside ? { severity: "critical" as const } : {}),
          title: `${view.subjects(group.actors)} sent ${counted(images, "image")} of patients to ${view.listed(group.targets)}${isOutside ? ", outside of the site" : ", which never asked for any"}.`,
          detail: `DICOM objects stored over ${counted(group.observations.length, "connection")} between devices, ${megabytes(bytes)} in all. ${
            isOutside
              ? "The receiver's address is a public one."
              : "Nobody else sends images there, nobody asks there for images, and nothing comes back."
          }`,
          confidence: isOutside ? 0.8 : 0.5,
          links: group.links,
          count: images,
          firstSeen: group.firstSeen,
          lastSeen: group.lastSeen,
          evidence: group.evidence,
        };
      },
    );
  },
};

function carriageOf(link: Link, view: SiteView): Carriage | undefined {
  const stored = link.operations.find((entry) => entry.operation === STORE);
  if (stored === undefined || link.server === "" || link.server === link.client || isUnanswered(link)) return undefined;
  const images = grantedRequests(stored);
  const isOutside = view.isOutside(link.server) && !view.isOutside(link.client);
  if (images === 0) return undefined;
  if (!isOutside) {
    if (images < FEWEST_IMAGES || !isArchive(link.client, link.server, view)) return undefined;
    if (isArchive(link.server, link.client, view) || isAskedFor(link, view) || answersBack(link, view))
      return undefined;
  }
  return {
    ...observationOf(link),
    count: images,
    firstSeen: stored.evidence.time,
    evidence: stored.evidence,
    ...{ images, bytes: link.bytesToServer, isOutside },
  };
}

/** Whether others than one device store images on a device or ask it for some. */
function isArchive(id: string, apartFrom: string, view: SiteView): boolean {
  return view
    .linksOf(id)
    .some(
      (link) =>
        link.server === id &&
        link.client !== apartFrom &&
        link.operations.some((entry) => (entry.operation === STORE || ASKS.test(entry.operation)) && isGranted(entry)),
    );
}

/** Whether the receiver asked the sender for images, or somebody asked for images to be sent to the receiver's title. */
function isAskedFor({ client, server }: Link, view: SiteView): boolean {
  const names = new Set(
    (view.device(server)?.attributes ?? [])
      .filter(({ attribute }) => attribute === "name")
      .flatMap(({ candidates }) => candidates.map(({ value }) => value)),
  );
  const device = view.device(server);
  if (device !== undefined) names.add(device.hostName).add(device.label);
  const asked = view.linksOf(client).filter((link) => link.server === client);
  return asked.some((link) =>
    link.operations.some((entry) => {
      if (!ASKS.test(entry.operation)) return false;
      if (link.client === server) return true;
      // What does not stand in the list of destinations any more may be the one.
      return (
        entry.moreTargets > 0 ||
        entry.targets.some((target) => DESTINATION.test(target) && names.has(target.replace(DESTINATION, "").trim()))
      );
    }),
  );
}

/** Whether the receiver sends images or results back, as one that works with the archive does. */
function answersBack({ client, server }: Link, view: SiteView): boolean {
  return view
    .linksOf(server)
    .some(
      (link) =>
        link.client === server &&
        link.server === client &&
        link.operations.some((entry) => entry.operation.startsWith("dicom:n_") || entry.operation === STORE),
    );
}

function isGranted(operation: LinkOperation): boolean {
  return grantedRequests(operation) > 0;
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
