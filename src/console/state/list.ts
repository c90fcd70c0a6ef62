import { useEffect, useReducer, useRef } from "react";
import type { Kind, Things } from "../../model/journal.ts";
import { call } from "../api/calls.ts";
import type { ListQuery } from "../api/forms.ts";
import { onRefresh } from "./load.ts";
import { RowList } from "./rows.ts";
import { useSite } from "./site.tsx";

/** A long list of things as the query asks for it, loaded as it is looked at and renewed as things change. */
export function useList<Of extends Kind>(
  kind: Of,
  query: Omit<ListQuery, "limit" | "after" | "at">,
): RowList<Things[Of]> {
  const { site, at } = useSite();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const key = JSON.stringify([site.id, kind, at, query]);
  const held = useRef<{ key: string; list: RowList<Things[Of]> } | null>(null);
  if (held.current?.key !== key) {
    held.current?.list.end();
    held.current = {
      key,
      list: new RowList(
        (after, limit) => call.list(site.id, kind, { ...query, at, after, limit }),
        () => redraw(),
      ),
    };
  }
  const { list } = held.current;
  useEffect(() => {
    list.begin();
    const stop = onRefresh((kinds) => {
      if (kinds.includes(kind)) list.renew();
    });
    return () => {
      stop();
      list.end();
    };
  }, [list, kind]);
  return list;
}
