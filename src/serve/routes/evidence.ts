import { Type } from "typebox";
import { exactly, Id, OfSite, SiteId } from "../forms/common.ts";
import { FrameForm } from "../forms/site.ts";
import { Problem } from "../problem.ts";
import { type Route, route, Streamed } from "../route.ts";

const group = "Evidence";
const Number31 = Type.Integer({ minimum: 0, maximum: 2 ** 31 });
/** Frames of one download at most. */
const FRAMES = 10_000;
const PCAPNG = "application/x-pcapng";

/** The packets behind what is told. */
export const evidenceRoutes: readonly Route[] = [
  route({
    name: "frame",
    method: "GET",
    path: "/api/v1/sites/:site/captures/:capture/frames/:frame",
    group,
    summary: "One frame with what each byte means.",
    parameters: exactly({ site: SiteId, capture: Number31, frame: Number31 }),
    answer: FrameForm,
    handle: async ({ context, parameters: { site, capture, frame } }) => {
      const shown = await context.surroundings.packets.frame(site, capture, frame);
      if (shown === undefined) throw new Problem("gone", "This frame is not kept any more, or never was.");
      return { ...shown, bytes: Buffer.from(shown.bytes).toString("hex") };
    },
  }),
  route({
    name: "packets",
    method: "GET",
    path: "/api/v1/sites/:site/packets.pcapng",
    group,
    summary: "Frames as a pcapng file; those that are no longer kept are left out.",
    parameters: OfSite,
    query: exactly({
      frames: Type.String({
        pattern: "^\\d{1,10}:\\d{1,10}(,\\d{1,10}:\\d{1,10})*$",
        maxLength: 15_000,
        description: 'Capture and frame, "0:15,0:17,2:4".',
      }),
    }),
    media: PCAPNG,
    handle: async ({ context, parameters, query }) => {
      const frames = query.frames.split(",").map((pair) => {
        const [capture, frame] = pair.split(":");
        return { capture: Number(capture), frame: Number(frame) };
      });
      return await Promise.resolve(
        new Streamed(context.surroundings.packets.pcapng(parameters.site, frames), `${parameters.site}.pcapng`),
      );
    },
  }),
  route({
    name: "findingPackets",
    method: "GET",
    path: "/api/v1/sites/:site/findings/:id/packets.pcapng",
    group,
    summary: "The packets that a finding names as evidence, as a pcapng file.",
    parameters: exactly({ site: SiteId, id: Id }),
    media: PCAPNG,
    handle: async ({ context, parameters: { site, id } }) => {
      const finding = await context.surroundings.store.things.get(site, "finding", id);
      if (finding === undefined) throw new Problem("not-found", "There is no such finding.");
      const frames = finding.evidence.filter(({ capture, frame }) => capture >= 0 && frame > 0).slice(0, FRAMES);
      const content = context.surroundings.packets.pcapng(
        site,
        frames.map(({ capture, frame }) => ({ capture, frame })),
      );
      return new Streamed(content, `${site}-${finding.detection}.pcapng`);
    },
  }),
];
