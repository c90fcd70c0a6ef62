import { mkdirSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";
import { root } from "../setup.mjs";

/** Starts the browser that comes with the development packages; nothing of the machine is used. */
export async function startBrowser(): Promise<Browser> {
  process.env.HOME ??= "/tmp";
  mkdirSync(join(root, ".build"), { recursive: true });
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((word) => !word.startsWith("--headless")), "--force-color-profile=srgb"],
    headless: true,
  });
}
