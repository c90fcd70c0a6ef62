import { Icon } from "../parts/marks.tsx";
import { setQuery } from "../state/address.ts";
import { wholeMoment } from "../state/moments.ts";
import { useZone } from "../state/settings.ts";
import { useSite } from "../state/site.tsx";
import { step } from "./step.ts";

/** Says that the page shows the past, and leads back. */
export function PastBanner({ at }: { at: number }) {
  const zone = useZone();
  const { site } = useSite();
  return (
    <div className="banner" role="status">
      <Icon name="timeline" />
      <b>You are looking at {wholeMoment(at, zone)}.</b>
      <span className="second">Nothing on this page is live.</span>
      <span className="push">
        <button type="button" className="button small" onClick={() => void step(site.id, at, -1)}>
          ◂ Previous change
        </button>
        <button type="button" className="button small" onClick={() => void step(site.id, at, 1)}>
          Next change ▸
        </button>
        <button type="button" className="button small primary" onClick={() => setQuery({ at: "" }, false)}>
          Back to now
        </button>
      </span>
    </div>
  );
}
