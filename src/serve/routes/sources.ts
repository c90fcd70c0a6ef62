import { isAbsolute } from "node:path";
import type { Readable } from "node:stream";
import { Type } from "typebox";
import type { CaptureRecord } from "../../model/journal.ts";
import type { SensorRecord, SiteRecord } from "../../store/store.ts";
import { exactly, Id, line, OfSite, SiteId } from "../forms/common.ts";
import {
  CaptureForm,
  IntakeForm,
  InterfaceForm,
  NewSensorForm,
  NewSiteForm,
  SensorForm,
  SiteForm,
} from "../forms/site.ts";
import { meteredUpload, tooLarge } from "../metered.ts";
import { type Pause, pauseOf, putPause } from "../pauses.ts";
import { Problem } from "../problem.ts";
import { type Route, route } from "../route.ts";
import type { Caller } from "../signin/callers.ts";
import { makeId } from "../signin/secrets.ts";
import type { Intake, SensorState, Surroundings } from "../surroundings.ts";

const group = "Sources";
const base = "/api/v1/sites/:site";
const OfSensor = exactly({ site: SiteId, id: Id });

/** Sites, sensors, uploads and captures. */
export const sourceRoutes: readonly Route[] = [
  route({
    name: "sites",
    method: "GET",
    path: "/api/v1/sites",
    group,
    summary: "Every site.",
    answer: Type.Array(SiteForm),
    handle: async ({ context }) => await context.surroundings.store.sites.sites(),
  }),
  route({
    name: "makeSite",
    method: "POST",
    path: "/api/v1/sites",
    group,
    summary: "Makes a site.",
    body: NewSiteForm,
    answer: SiteForm,
    act: "create site",
    handle: async ({ context, body, note }) => {
      const { store, clock } = context.surroundings;
      const taken = new Set((await store.sites.sites()).map(({ id }) => id));
      if (body.id !== undefined && taken.has(body.id))
        throw new Problem("conflict", `There is a site ${body.id} already.`);
      const site: SiteRecord = { id: body.id ?? freeId(body.name, taken), name: body.name, created: clock() };
      await store.sites.putSite(site);
      note(site.id, { name: site.name });
      return site;
    },
  }),
  route({
    name: "renameSite",
    method: "PATCH",
    path: base,
    group,
    summary: "Gives a site another name.",
    parameters: OfSite,
    body: exactly({ name: line(100, 1) }),
    answer: SiteForm,
    act: "rename site",
    handle: async ({ context, parameters, body }) => {
      const { sites } = context.surroundings.store;
      const site = (await sites.sites()).find(({ id }) => id === parameters.site) as SiteRecord;
      const renamed = { ...site, name: body.name };
      await sites.putSite(renamed);
      return renamed;
    },
  }),
  route({
    name: "sensors",
    method: "GET",
    path: `${base}/sensors`,
    group,
    summary: "Sensors of a site and what each does now.",
    parameters: OfSite,
    answer: Type.Array(SensorForm),
    handle: async ({ context, parameters }) => await sensorsOf(context.surroundings, parameters.site),
  }),
  route({
    name: "addSensor",
    method: "POST",
    path: `${base}/sensors`,
    group,
    summary: "Adds a sensor that watches an interface or a directory, and starts it.",
    parameters: OfSite,
    body: NewSensorForm,
    answer: SensorForm,
    act: "create sensor",
    handle: async ({ context, parameters, body, note }) => {
      const { store, clock, intakes } = context.surroundings;
      if (body.kind === "directory" && !isAbsolute(body.target)) {
        throw new Problem("cannot-be-done", "Name the directory by its whole path on the server.");
      }
      // Programs that capture would take such a name for an option.
      if (body.target.startsWith("-")) throw new Problem("cannot-be-done", "No interface is called like this.");
      const sensor: SensorRecord = { id: makeId("sensor"), site: parameters.site, ...body, created: clock() };
      await store.sites.putSensor(sensor);
      try {
        await intakes.start(sensor);
      } catch (error) {
        await store.sites.removeSensor(sensor.site, sensor.id);
        throw error;
      }
      note(sensor.id, body);
      return shownSensor(sensor, intakes.sensors(sensor.site), undefined);
    },
  }),
  route({
    name: "startSensor",
    method: "POST",
    path: `${base}/sensors/:id/start`,
    group,
    summary: "Starts a sensor that was stopped.",
    parameters: OfSensor,
    act: "start sensor",
    handle: async ({ context, parameters, note }) => {
      const { store, intakes } = context.surroundings;
      const sensor = await sensorOf(context.surroundings, parameters);
      await intakes.start(sensor);
      await putPause(store, sensor.site, sensor.id, null);
      note(`${sensor.site} ${sensor.id}`, { name: sensor.name, target: sensor.target });
    },
  }),
  route({
    name: "stopSensor",
    method: "POST",
    path: `${base}/sensors/:id/stop`,
    group,
    summary: "Stops a sensor until somebody starts it again, also over a restart; what it brought stays.",
    parameters: OfSensor,
    act: "stop sensor",
    handle: async ({ context, parameters, caller, note }) => {
      const { store, intakes, clock } = context.surroundings;
      const sensor = await sensorOf(context.surroundings, parameters);
      // Uploads are not watched: there is nothing to pause.
      const pause = sensor.kind === "upload" ? null : { who: (caller as Caller).person.name, when: clock() };
      await putPause(store, sensor.site, sensor.id, pause);
      await intakes.stop(sensor.id);
      note(`${sensor.site} ${sensor.id}`, { name: sensor.name, target: sensor.target });
    },
  }),
  route({
    name: "removeSensor",
    method: "DELETE",
    path: `${base}/sensors/:id`,
    group,
    summary: "Stops and removes a sensor; what it brought stays.",
    parameters: OfSensor,
    act: "remove sensor",
    handle: async ({ context, parameters, note }) => {
      const sensor = await sensorOf(context.surroundings, parameters);
      await context.surroundings.intakes.stop(sensor.id);
      await context.surroundings.store.sites.removeSensor(sensor.site, sensor.id);
      await putPause(context.surroundings.store, sensor.site, sensor.id, null);
      note(sensor.id, { name: sensor.name });
    },
  }),
  route({
    name: "interfaces",
    method: "GET",
    path: `${base}/interfaces`,
    group,
    summary: "Interfaces of this machine that could be watched.",
    parameters: OfSite,
    answer: Type.Array(InterfaceForm),
    handle: async ({ context }) => await context.surroundings.intakes.interfaces(),
  }),
  route({
    name: "intakes",
    method: "GET",
    path: `${base}/intakes`,
    group,
    summary: "Captures that are read, were read or wait, newest first.",
    parameters: OfSite,
    answer: Type.Array(IntakeForm),
    handle: async ({ context, parameters }) =>
      await Promise.resolve(context.surroundings.intakes.list(parameters.site)),
  }),
  route({
    name: "upload",
    method: "POST",
    path: `${base}/intakes`,
    group,
    summary: "Sends a capture of any size as the body; answers once its bytes are safe, while it is still read.",
    parameters: OfSite,
    query: exactly({ name: line(255, 1, "Name of the file.") }),
    takesFile: true,
    answer: IntakeForm,
    act: "upload capture",
    handle: async ({ context, parameters, query, request, note }) => {
      const { uploadLimit, times } = context.choices;
      const declared = Number(request.headers["content-length"] ?? 0);
      if (uploadLimit > 0 && declared > uploadLimit) throw tooLarge(uploadLimit);
      const content = meteredUpload(request.body as Readable, uploadLimit, times.uploadPause * 1000);
      const intake = await context.surroundings.intakes.upload(
        parameters.site,
        baseName(query.name),
        content,
        Number.isSafeInteger(declared) ? declared : 0,
      );
      note(intake.id, { name: intake.name, size: intake.size });
      return intake;
    },
  }),
  route({
    name: "intake",
    method: "GET",
    path: `${base}/intakes/:id`,
    group,
    summary: "How far the reading of one capture is.",
    parameters: OfSensor,
    answer: IntakeForm,
    handle: async ({ context, parameters }) => await Promise.resolve(intakeOf(context.surroundings, parameters)),
  }),
  route({
    name: "cancelIntake",
    method: "DELETE",
    path: `${base}/intakes/:id`,
    group,
    summary: "Ends reading a capture; what was read until then stays.",
    parameters: OfSensor,
    act: "cancel intake",
    handle: async ({ context, parameters }) => {
      await context.surroundings.intakes.cancel(intakeOf(context.surroundings, parameters).id);
    },
  }),
  route({
    name: "captures",
    method: "GET",
    path: `${base}/captures`,
    group,
    summary: "Every capture that evidence may point into.",
    parameters: OfSite,
    answer: Type.Array(CaptureForm),
    handle: async ({ context, parameters }) =>
      (await context.surroundings.store.captures.list(parameters.site)).map(shownCapture),
  }),
  route({
    name: "capture",
    method: "GET",
    path: `${base}/captures/:capture`,
    group,
    summary: "One capture.",
    parameters: exactly({ site: SiteId, capture: Type.Integer({ minimum: 0, maximum: 2 ** 31 }) }),
    answer: CaptureForm,
    handle: async ({ context, parameters }) => {
      const capture = await context.surroundings.store.captures.get(parameters.site, parameters.capture);
      if (capture === undefined) throw new Problem("not-found", "There is no such capture.");
      return shownCapture(capture);
    },
  }),
];

/** Sensors of a site with what they do now. */
export async function sensorsOf({ store, intakes }: Surroundings, site: string): Promise<Record<string, unknown>[]> {
  const states = intakes.sensors(site);
  const shown: Record<string, unknown>[] = [];
  for (const sensor of await store.sites.sensors(site)) {
    shown.push(shownSensor(sensor, states, await pauseOf(store, site, sensor.id)));
  }
  return shown;
}

function shownSensor(
  sensor: SensorRecord,
  states: readonly SensorState[],
  pause: Pause | undefined,
): Record<string, unknown> {
  const { id, name, kind, target, created } = sensor;
  const state = states.find((each) => each.sensor === id);
  const { sensor: _, ...rest } = state ?? {
    ...{ sensor: id, state: "stopped", packets: 0, dropped: 0, newest: 0, behind: 0, restarts: 0, remark: "" },
  };
  return { id, name, kind, target, created, ...rest, paused: pause ?? null };
}

/** Where packets lie on the server is nobody's business. */
function shownCapture(capture: CaptureRecord): CaptureRecord {
  return { ...capture, file: capture.file === "" ? "" : "kept" };
}

async function sensorOf({ store }: Surroundings, { site, id }: { site: string; id: string }): Promise<SensorRecord> {
  const sensor = (await store.sites.sensors(site)).find((each) => each.id === id);
  if (sensor === undefined) throw new Problem("not-found", "There is no such sensor at this site.");
  return sensor;
}

function intakeOf({ intakes }: Surroundings, { site, id }: { site: string; id: string }): Intake {
  const intake = intakes.get(id);
  if (intake === undefined || intake.site !== site)
    throw new Problem("not-found", "There is no such intake at this site.");
  return intake;
}

/** The last part of a path of either system. */
function baseName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  return base === "" || base === "." || base === ".." ? "capture" : base;
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const base = plain.slice(0, 50).replace(/-+$/, "") || "site";
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  return id;
}
