import type { ReactNode } from "react";
import { Refusal } from "../api/request.ts";
import type { Loaded } from "../state/load.ts";

/** Says what to do where there is nothing to show. */
export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {actions ? <div className="row">{actions}</div> : null}
    </div>
  );
}

/** Grey bars in the place of rows that are on their way. */
export function Ghost({ rows = 6 }: { rows?: number }) {
  return (
    <div className="ghost" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

/** What failed, what still holds, and what to do. */
export function Failure({ error, holds, retry }: { error: Error; holds?: string; retry?: () => void }) {
  const code = error instanceof Refusal ? `${error.status || "no answer"} · ${error.code}` : error.name;
  return (
    <div className="body">
      <div className="notice warn" role="alert">
        <svg className="mark" aria-hidden="true">
          <use href="#m-high" />
        </svg>
        <div>
          <b className="strong">{error.message}</b>
          {holds ? <p className="second">{holds}</p> : null}
          <p className="code">{code}</p>
          {retry ? (
            <button type="button" className="button small" onClick={retry}>
              Try again
            </button>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** Draws what was loaded; until then bars, and the failure when there is nothing else to show. */
export function Show<Value>({
  from,
  children,
  rows,
}: {
  from: Loaded<Value>;
  children: (value: Value) => ReactNode;
  rows?: number;
}) {
  if (from.value !== undefined) {
    return (
      <>
        {from.error ? <Failure error={from.error} holds="What is shown is from before." retry={from.reload} /> : null}
        {children(from.value)}
      </>
    );
  }
  if (from.error) return <Failure error={from.error} retry={from.reload} />;
  return from.slow ? <Ghost rows={rows} /> : null;
}
