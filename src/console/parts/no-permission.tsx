import { Empty } from "./states.tsx";

/** Says which role may do what was asked for. */
export function NoPermission({ what, role }: { what: string; role: string }) {
  return (
    <div className="card">
      <Empty title={`Your role does not ${what}`}>{role}s may. Ask one of them, or send them the address of this page.</Empty>
    </div>
  );
}
