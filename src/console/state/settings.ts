import { useSyncExternalStore } from "react";

/** What a person set for this browser. */
export interface OwnSettings {
  theme: "system" | "light" | "dark";
  /** IANA name; "" for the zone of the browser. */
  zone: string;
  singleKeys: boolean;
  density: "dense" | "roomy";
  /** Columns shown, per table. */
  columns: Readonly<Record<string, readonly string[]>>;
}

const NAME = "bulkhead";
const STANDARD: OwnSettings = { theme: "system", zone: "", singleKeys: true, density: "dense", columns: {} };
let settings = read();
const listeners = new Set<() => void>();
apply();

function read(): OwnSettings {
  try {
    return { ...STANDARD, ...(JSON.parse(window.localStorage.getItem(NAME) ?? "{}") as Partial<OwnSettings>) };
  } catch {
    return STANDARD;
  }
}

function apply(): void {
  const { theme } = settings;
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

/** Changes settings of this browser; kept where it lets us. */
export function setSettings(changes: Partial<OwnSettings>): void {
  settings = { ...settings, ...changes };
  apply();
  try {
    window.localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing shows the settings until the page is left.
  }
  for (const listener of listeners) listener();
}

/** Settings of this browser. */
export function useSettings(): OwnSettings {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => settings,
  );
}

/** The person's zone as an IANA name. */
export function useZone(): string {
  return useSettings().zone || Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
