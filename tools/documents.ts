// Writes the pages of docs/ that are made from the code: npm run documents
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { detectionsDocument } from "../src/analyze/document.ts";
import { withRouteTable } from "../src/serve/document.ts";
import { protocolFacts, protocolsDocument } from "./protocols-document.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(join(root, "docs", "detections.md"), detectionsDocument());
const api = join(root, "docs", "api.md");
writeFileSync(api, withRouteTable(readFileSync(api, "utf8")));
writeFileSync(join(root, "docs", "protocols.md"), protocolsDocument(await protocolFacts()));
