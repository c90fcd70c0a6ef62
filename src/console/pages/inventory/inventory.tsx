import { useMemo, useState } from "react";
import { formatCount, roleName } from "../../../export/words.ts";
import type { Device } from "../../../model/assessment.ts";
import type { Role } from "../../../model/role.ts";
import { call } from "../../api/calls.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { filterWord } from "../../parts/filter-menus.tsx";
import { Pop } from "../../parts/pop.tsx";
import { Empty } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { goTo, placeNow, setQuery, useHref, usePlace } from "../../state/address.ts";
import { filterCount, filtersOf, hidingMost } from "../../state/filters.ts";
import { useList } from "../../state/list.ts";
import { useLoad } from "../../state/load.ts";
import { goingTo } from "../../state/place.ts";
import { setSettings, useSettings, useZone } from "../../state/settings.ts";
import { useDirectory, useFindings, useMay, useNow, useSite } from "../../state/site.tsx";
import { correctAll } from "./bulk.ts";
import { deviceColumns, STANDARD } from "./columns.tsx";
import { Views } from "./views.tsx";

const ATTRIBUTES = { zone: "Zone", owner: "Owner", importance: "Importance" } as const;

/** Every device, as a table of any length. */
export function Inventory() {
  const { site, at } = useSite();
  const { query } = usePlace();
  const href = useHref();
  const now = useNow();
  const zone = useZone();
  const { columns: chosen, density } = useSettings();
  const may = useMay("operator");
  const findings = useFindings().value;
  const directory = useDirectory().value;
  const filters = filtersOf(query);
  const sort = query.sort ?? "level";
  const descending = query.order === "down";
  const where = useMemo(() => filtersOf(query).where as Record<string, readonly string[]>, [query]);
  const list = useList("device", { where, search: filters.search, sort, descending });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [setting, setSetting] = useState<keyof typeof ATTRIBUTES | null>(null);
  const shown = chosen.inventory ?? STANDARD;
  const facets = useFacets(["role", "vendor", "zone"]);
  const all = useMemo(
    () => deviceColumns({ worst: findings?.worst ?? new Map(), now, zone, href, facets }),
    // The address and the clock move without a column looking other.
    [findings, zone, facets, site.id, at],
  );
  const columns = useMemo(() => all.filter(({ name }) => shown.includes(name)), [all, shown]);
  const names = columns.flatMap(({ csv }) => csv ?? []);
  const exported = (form: "csv" | "json", only: readonly string[]) =>
    call.exportAddress(site.id, "device", { where, search: filters.search, sort, descending, at }, form, only);
  const total = directory?.size ?? list.total;
  const isFiltered = filterCount(filters) > 0;
  const open = (device: Device) => goTo(goingTo(placeNow(), ["device", device.id]));
  const onSelect = (keys: string[], on: boolean) => {
    const next = new Set(selected);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    setSelected(next);
  };
  return (
    <div className="page full">
      <div className="page-head">
        <h1>Inventory</h1>
        <p>
          {isFiltered ? `${formatCount(list.total)} of ${formatCount(total)} devices` : `${formatCount(total)} devices`}
        </p>
        <div className="push">
          <Pop label={`Columns ${names.length} of ${all.filter(({ csv }) => csv).length}`} end button="button">
            {() =>
              all
                .filter(({ title }) => title !== "")
                .map(({ name, title }) => (
                  <label key={name} className="pop-item">
                    <input
                      type="checkbox"
                      checked={shown.includes(name)}
                      disabled={name === "label"}
                      onChange={() =>
                        setSettings({
                          columns: {
                            ...chosen,
                            inventory: shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name],
                          },
                        })
                      }
                    />
                    {title}
                  </label>
                ))
            }
          </Pop>
          <button
            type="button"
            className="button"
            aria-pressed={density === "roomy"}
            onClick={() => setSettings({ density: density === "dense" ? "roomy" : "dense" })}
          >
            Roomy
          </button>
          <Pop label="Export ▾" end button="button">
            {(close) =>
              (
                [
                  [`CSV of these ${names.length} columns`, exported("csv", names)],
                  ["CSV with all columns", exported("csv", [])],
                  ["JSON with everything", exported("json", [])],
                ] as const
              ).map(([words, address]) => (
                <a key={words} className="pop-item" href={address} download onClick={close}>
                  {words}
                </a>
              ))
            }
          </Pop>
          <a className="button" href={href(["map"])}>
            On the map
          </a>
        </div>
      </div>
      <Views table="inventory" />
      <div className="card table-card">
        <div className={selected.size > 0 ? "bulk on" : "bulk"}>
          {selected.size > 0 ? (
            <>
              <b className="strong">{formatCount(selected.size)} selected</b>
              {may ? (
                (Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[]).map((name) => (
                  <button key={name} type="button" className="button small" onClick={() => setSetting(name)}>
                    Set {ATTRIBUTES[name].toLowerCase()}
                  </button>
                ))
              ) : (
                <span>Operators and above may correct devices.</span>
              )}
              <span className="push row">
                <span>What the traffic says stays visible.</span>
                <button type="button" className="button small plain" onClick={() => setSelected(new Set())}>
                  Clear
                </button>
              </span>
            </>
          ) : (
            <span>
              <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Space</kbd> select <kbd>Enter</kbd> open. Values with a dotted line
              unfold to the packet on the device's page.
            </span>
          )}
        </div>
        <Table
          label="Devices"
          columns={columns}
          list={list}
          keyOf={({ id }) => id}
          sort={sort}
          descending={descending}
          onSort={(name) => setQuery({ sort: name, order: sort === name && !descending ? "down" : "" })}
          onOpen={open}
          selected={selected}
          onSelect={onSelect}
          isCritical={({ id }) => findings?.worst.get(id) === "critical"}
          empty={
            isFiltered ? (
              <FilteredEmpty />
            ) : (
              <Empty
                title="No device yet"
                actions={
                  <a className="button primary" href={href(["sources"])}>
                    Add a capture
                  </a>
                }
              >
                Devices appear as soon as traffic is read.
              </Empty>
            )
          }
        />
      </div>
      {setting ? (
        <Dialog
          title={`Set ${ATTRIBUTES[setting].toLowerCase()} of ${formatCount(selected.size)} devices`}
          action="Set"
          close={() => setSetting(null)}
          submit={async (values) => {
            await correctAll(site.id, selected, setting, values.value, values.why);
            setSelected(new Set());
          }}
        >
          {setting === "importance" ? (
            <Field label="Importance" name="value" options={["high", "medium", "low"]} />
          ) : (
            <Field label={ATTRIBUTES[setting]} name="value" required />
          )}
          <Field label="Why" name="why" hint="Kept with your name and today's date." />
        </Dialog>
      ) : null}
    </div>
  );
}

function FilteredEmpty() {
  const { query } = usePlace();
  const directory = useDirectory().value;
  const filters = filtersOf(query);
  const most = directory ? hidingMost([...directory.values()], filters) : null;
  const word = most
    ? most.filter === "q"
      ? `“${filters.search}”`
      : `“${(filters.where[most.filter] ?? []).map((value) => filterWord(most.filter as "level", value)).join(", ")}”`
    : "";
  return (
    <Empty
      title={`No device matches ${filterCount(filters) === 1 ? "this filter" : `${filterCount(filters)} filters`}`}
      actions={
        <>
          {most ? (
            <button type="button" className="button" onClick={() => setQuery({ [most.filter]: "" })}>
              Remove {word}
            </button>
          ) : null}
          <button
            type="button"
            className="button"
            onClick={() => setQuery({ level: "", role: "", vendor: "", zone: "", domain: "", q: "" })}
          >
            Clear all
          </button>
        </>
      }
    >
      {most && directory
        ? `Without ${word} there would be ${formatCount(most.rest)} of ${formatCount(directory.size)}.`
        : null}
    </Empty>
  );
}

function useFacets(names: readonly string[]): (column: string) => readonly (readonly [string, string])[] {
  const { site, at } = useSite();
  const loaded = useLoad(
    `facets/${site.id}/${at ?? ""}/${names.join()}`,
    async () =>
      new Map(
        await Promise.all(
          names.map(async (name) => [name, await call.facets(site.id, "device", name, { at })] as const),
        ),
      ),
    ["device"],
  ).value;
  return useMemo(
    () => (column: string) =>
      (loaded?.get(column) ?? [])
        .filter(({ value }) => value !== "")
        .slice(0, 200)
        .map(
          ({ value, count }) =>
            [value, `${column === "role" ? roleName(value as Role) : value} (${formatCount(count)})`] as const,
        ),
    [loaded],
  );
}
