// Writes the pages of docs/ that are made from the code: node tools/run.mjs tools/documents.ts
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { detectionsDocument } from "../src/analyze/document.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(join(root, "docs", "detections.md"), detectionsDocument());
