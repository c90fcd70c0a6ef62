import { mkdirSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";
import { root } from "../setup.mjs";

/** The sandbox needs rights that containers do not give; drawing is done in software, and alike on every machine. */
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none"];

/** Starts the browser that comes with the development packages; nothing of the machine is used. */
export async function startBrowser(): Promise<Browser> {
  process.env.HOME ??= "/tmp";
  mkdirSync(join(root, ".build"), { recursive: true });
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...ARGUMENTS],
    headless: true,
  });
}
