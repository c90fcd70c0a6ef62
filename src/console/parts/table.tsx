import { type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from "react";
import type { RowList } from "../state/rows.ts";
import { useSettings } from "../state/settings.ts";
import { Failure, Ghost } from "./states.tsx";
import { firstAndLast } from "./window.ts";

/** One column of a table. */
export interface Column<Row> {
  name: string;
  title: string;
  /** Pixels; `grow` shares what is left. */
  width: number;
  grow?: number;
  /** Whether the list can be sorted by it. */
  sorts?: boolean;
  right?: boolean;
  /** Name of the column that holds the same in a CSV export. */
  csv?: string;
  draw: (row: Row) => ReactNode;
  /** What stands in the row under the head. */
  filter?: ReactNode;
}

/** What a table is told and tells. */
export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  list: RowList<Row>;
  keyOf: (row: Row) => string;
  sort?: string;
  descending?: boolean;
  onSort?: (column: string) => void;
  onOpen?: (row: Row) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (keys: string[], on: boolean) => void;
  isCritical?: (row: Row) => boolean;
  empty: ReactNode;
}

const HEAD = 30;
const FILTERS = 32;

/** A table of any length: only the rows in sight are drawn, the rest is loaded as one goes there. */
export function Table<Row>(props: TableProps<Row>) {
  const { columns, list, keyOf, onSelect, selected, label } = props;
  const height = useSettings().density === "dense" ? 26 : 34;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [focus, setFocus] = useState(-1);
  const total = list.total;
  const { first, last } = firstAndLast(view.top, view.height, height, total);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    element.addEventListener("scroll", soon, { passive: true });
    const sizes = new ResizeObserver(soon);
    sizes.observe(element);
    return () => {
      element.removeEventListener("scroll", soon);
      sizes.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
  useEffect(() => list.want(last), [list, last]);

  const filters = columns.some(({ filter }) => filter !== undefined);
  const template = `${onSelect ? "36px " : ""}${columns
    .map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`))
    .join(" ")}`;
  const width = columns.reduce((sum, column) => sum + column.width, onSelect ? 36 : 0);
  const headHeight = HEAD + (filters ? FILTERS : 0);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(total - 1, to));
    setFocus(index);
    const element = box.current;
    if (!element) return;
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height + headHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + height + headHeight - element.clientHeight;
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const page = Math.max(1, Math.floor((view.height - headHeight) / height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: focus + 1,
      j: focus + 1,
      ArrowUp: focus - 1,
      k: focus - 1,
      PageDown: focus + page,
      PageUp: focus - page,
      Home: 0,
      End: total - 1,
    };
    const to = steps[event.key];
    const row = list.rows[focus];
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && row && event.target === box.current) props.onOpen?.(row);
    else if (event.key === " " && row && onSelect) onSelect([keyOf(row)], !selected?.has(keyOf(row)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = list.rows.slice(first, last);
  const allShown = list.rows.length > 0 && list.rows.every((row) => selected?.has(keyOf(row)));
  return (
    <div
      className="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-activedescendant={focus >= first && focus < last ? `row-${focus}` : undefined}
      tabIndex={0}
      ref={box}
      onKeyDown={onKeyDown}
    >
      <div className="grid-head" role="rowgroup" style={{ minWidth: width, height: headHeight }}>
        <div role="row" className="grid-row head" style={{ gridTemplateColumns: template, height: HEAD }}>
          {onSelect ? (
            <div role="columnheader" className="cell tick">
              <input
                type="checkbox"
                aria-label="Select all that is loaded"
                checked={allShown}
                onChange={() => onSelect(list.rows.map(keyOf), !allShown)}
              />
            </div>
          ) : null}
          {columns.map((column) => (
            <HeadCell key={column.name} column={column} {...props} />
          ))}
        </div>
        {filters ? (
          <div role="row" className="grid-row filters" style={{ gridTemplateColumns: template, height: FILTERS }}>
            {onSelect ? <div role="gridcell" className="cell" /> : null}
            {columns.map((column) => (
              <div role="gridcell" key={column.name} className="cell">
                {column.filter}
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {list.error && list.rows.length === 0 ? (
        <Failure error={list.error} retry={() => list.want(0)} />
      ) : !list.ready ? (
        <Ghost rows={12} />
      ) : total === 0 ? (
        props.empty
      ) : (
        <div
          role="rowgroup"
          className="grid-body"
          style={{ height: total * height, minWidth: width, "--row": `${height}px` } as Record<string, string | number>}
        >
          {shown.map((row, index) => (
            <GridRow
              key={keyOf(row)}
              row={row}
              index={first + index}
              top={(first + index) * height}
              template={template}
              columns={columns}
              focused={focus === first + index}
              chosen={selected?.has(keyOf(row)) ?? false}
              critical={props.isCritical?.(row) ?? false}
              keyOf={keyOf}
              onSelect={onSelect}
              onOpen={props.onOpen}
              onFocus={setFocus}
            />
          ))}
          {Array.from(
            { length: Math.max(0, Math.min(last, total) - Math.max(first, list.rows.length)) },
            (_, index) => {
              const at = Math.max(first, list.rows.length) + index;
              return (
                <div key={at} className="grid-row ghost-row" style={{ transform: `translateY(${at * height}px)` }}>
                  <i />
                </div>
              );
            },
          )}
        </div>
      )}
    </div>
  );
}

function HeadCell<Row>({
  column,
  sort,
  descending,
  onSort,
}: Pick<TableProps<Row>, "sort" | "descending" | "onSort"> & { column: Column<Row> }) {
  const own = sort === column.name;
  const order = own ? (descending ? "descending" : "ascending") : column.sorts ? "none" : undefined;
  return (
    <div role="columnheader" className={column.right ? "cell right" : "cell"} aria-sort={order}>
      {column.sorts && onSort ? (
        <button type="button" onClick={() => onSort(column.name)}>
          {column.title}
          {own ? (descending ? " ▼" : " ▲") : ""}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}

interface RowProps<Row> {
  row: Row;
  index: number;
  top: number;
  template: string;
  columns: readonly Column<Row>[];
  focused: boolean;
  chosen: boolean;
  critical: boolean;
  keyOf: (row: Row) => string;
  onSelect?: (keys: string[], on: boolean) => void;
  onOpen?: (row: Row) => void;
  onFocus: (index: number) => void;
}

function PlainRow<Row>({ row, index, top, template, columns, focused, chosen, critical, ...does }: RowProps<Row>) {
  const classes = ["grid-row", chosen ? "chosen" : "", focused ? "focused" : "", critical ? "critical" : ""];
  return (
    <div
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={does.onSelect ? chosen : undefined}
      className={classes.join(" ")}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      onClick={() => does.onFocus(index)}
      onDoubleClick={() => does.onOpen?.(row)}
    >
      {does.onSelect ? (
        <div role="gridcell" className="cell tick">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label="Select"
            checked={chosen}
            onChange={() => does.onSelect?.([does.keyOf(row)], !chosen)}
          />
        </div>
      ) : null}
      {columns.map((column) => (
        <div
          role="gridcell"
          key={column.name}
          className={column.right ? "cell right" : column.title === "" ? "cell short" : "cell"}
        >
          {column.draw(row)}
        </div>
      ))}
    </div>
  );
}

/** Rows are drawn again only when something of theirs moved: this is what keeps scrolling smooth. */
const GridRow = memo(PlainRow, (one, other) => {
  return (
    one.row === other.row &&
    one.top === other.top &&
    one.focused === other.focused &&
    one.chosen === other.chosen &&
    one.critical === other.critical &&
    one.columns === other.columns &&
    one.template === other.template
  );
}) as typeof PlainRow;
