import type { Route } from "../route.ts";
import { evidenceRoutes } from "./evidence.ts";
import { journalRoutes } from "./journal.ts";
import { keepingRoutes } from "./keeping.ts";
import { overviewRoutes } from "./overview.ts";
import { peopleRoutes } from "./people.ts";
import { serviceRoutes } from "./service.ts";
import { sessionRoutes } from "./session.ts";
import { sourceRoutes } from "./sources.ts";
import { thingRoutes } from "./things.ts";
import { workRoutes } from "./work.ts";

/** Every route of the server but the console's files. */
export const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...sourceRoutes,
  ...overviewRoutes,
  ...thingRoutes,
  ...journalRoutes,
  ...evidenceRoutes,
  ...workRoutes,
  ...peopleRoutes,
  ...keepingRoutes,
  ...serviceRoutes,
];
