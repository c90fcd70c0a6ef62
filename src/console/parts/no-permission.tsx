import { Empty } from "./states.tsx";

/** Says which role may do what was asked for. */
export function NoPermission({ what, who }: { what: string; who: string }) {
  return (
    <div className="card">
      <Empty title={`Your role does not ${what}`}>
        {who} may. Ask one of them, or send them the address of this page.
      </Empty>
    </div>
  );
}
