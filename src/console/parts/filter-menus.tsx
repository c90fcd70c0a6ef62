import { capitalized, formatCount, levelName, roleName } from "../../export/words.ts";
import type { Level, Role } from "../../model/role.ts";
import { setQuery, usePlace } from "../state/address.ts";
import { type Filter, filterCount, filtersOf, filterText, toggled } from "../state/filters.ts";
import { useDirectory } from "../state/site.tsx";
import { Pop } from "./pop.tsx";

const TITLES: Readonly<Record<Filter, string>> = {
  level: "Level",
  role: "Kind",
  vendor: "Maker",
  zone: "Zone",
  domain: "Domain",
};

/** The word for a value of a filter. */
export function filterWord(filter: Filter, value: string): string {
  if (value === "") return filter === "zone" ? "no zone" : "unknown";
  if (filter === "level")
    return /^[0-9.]+$/.test(value) ? `${value} ${levelName(value as Level)}` : levelName(value as Level);
  if (filter === "role") return roleName(value as Role);
  return value;
}

/** One button per shared filter, each opening its values with counts. */
export function FilterMenus({ filters }: { filters: readonly Filter[] }) {
  const { query } = usePlace();
  const { where } = filtersOf(query);
  const devices = useDirectory().value;
  return (
    <>
      {filters.map((filter) => {
        const set = where[filter] ?? [];
        const word =
          set.length === 0
            ? TITLES[filter]
            : `${TITLES[filter]}: ${set.map((value) => filterWord(filter, value)).join(", ")}`;
        return (
          <Pop
            key={filter}
            button={set.length > 0 ? "button small on" : "button small"}
            label={<span className="cut filter-word">{word} ▾</span>}
          >
            {() => {
              const counts = new Map<string, number>();
              for (const device of devices?.values() ?? [])
                counts.set(device[filter], (counts.get(device[filter]) ?? 0) + 1);
              const values = [...counts].sort(([, one], [, other]) => other - one);
              return (
                <>
                  {set.length > 0 ? (
                    <button type="button" className="pop-item" onClick={() => setQuery({ [filter]: "" })}>
                      Any
                    </button>
                  ) : null}
                  {values.slice(0, 60).map(([value, count]) => (
                    <label key={value} className="pop-item">
                      <input
                        type="checkbox"
                        checked={set.includes(value)}
                        disabled={value === ""}
                        onChange={() => setQuery({ [filter]: filterText(toggled(set, value)) })}
                      />
                      {capitalized(filterWord(filter, value))}
                      <span className="count">{formatCount(count)}</span>
                    </label>
                  ))}
                  {values.length === 0 ? <span className="pop-head">No device yet</span> : null}
                </>
              );
            }}
          </Pop>
        );
      })}
      {filterCount(filtersOf(query)) > 0 ? (
        <button
          type="button"
          className="button small plain"
          onClick={() => setQuery({ level: "", role: "", vendor: "", zone: "", domain: "", q: "" })}
        >
          Clear filters
        </button>
      ) : null}
    </>
  );
}
