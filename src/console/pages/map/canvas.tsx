import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { useKey } from "../../shell/keys.tsx";

/** Where the drawing stands: shift in pixels and pixels per unit. */
interface Stand {
  x: number;
  y: number;
  scale: number;
}

const LEAST = 0.12;
const MOST = 3;
/** Smallest scale at which a drawing is fitted by itself; below, words could not be read. */
const READABLE = 0.62;

/** A drawing that is dragged, zoomed by the wheel or keys, and fitted; nothing is drawn again while it moves. */
export function Canvas({
  width,
  height,
  label,
  press,
  told,
  zoomed,
  children,
}: {
  width: number;
  height: number;
  label: string;
  /** Told what was pressed: the nearest element with a `data-` attribute, or null for the ground. */
  press: (target: Element | null, twice: boolean) => void;
  /** Changes when the drawing is to be fitted anew. */
  told: string;
  zoomed: (scale: number) => void;
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const stand = useRef<Stand>({ x: 0, y: 0, scale: 1 });
  /** Whether a person moved it since it was fitted: then it stays. */
  const moved = useRef(false);
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);

  const apply = useCallback(() => {
    const { x, y, scale } = stand.current;
    if (drawing.current) drawing.current.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }, []);
  const zoom = useCallback(
    (factor: number, at?: { x: number; y: number }) => {
      const element = box.current;
      if (!element) return;
      moved.current = true;
      const { x, y, scale } = stand.current;
      const next = Math.max(LEAST, Math.min(MOST, scale * factor));
      const middle = at ?? { x: element.clientWidth / 2, y: element.clientHeight / 2 };
      stand.current = {
        scale: next,
        x: middle.x - ((middle.x - x) / scale) * next,
        y: middle.y - ((middle.y - y) / scale) * next,
      };
      apply();
      zoomed(next);
    },
    [apply, zoomed],
  );
  const fit = useCallback(
    (least = LEAST) => {
      const element = box.current;
      if (!element) return;
      moved.current = false;
      const scale = Math.max(
        least,
        Math.min(1, (element.clientWidth - 24) / width, (element.clientHeight - 24) / height),
      );
      stand.current = {
        scale,
        x: Math.max(12, (element.clientWidth - width * scale) / 2),
        y: Math.max(12, (element.clientHeight - height * scale) / 2),
      };
      apply();
      zoomed(scale);
    },
    [width, height, apply, zoomed],
  );
  // Fitted when asked for, not whenever the size moves.
  useLayoutEffect(() => fit(READABLE), [told]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const rectangle = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), {
        x: event.clientX - rectangle.left,
        y: event.clientY - rectangle.top,
      });
    };
    const asked = (event: Event) => {
      const word = (event as CustomEvent<string>).detail;
      if (word === "fit") fit();
      else zoom(word === "in" ? 1.25 : 0.8);
    };
    const sizes = new ResizeObserver(() => {
      if (!moved.current) fit(READABLE);
    });
    sizes.observe(element);
    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("map-zoom", asked);
    return () => {
      sizes.disconnect();
      element.removeEventListener("wheel", wheel);
      element.removeEventListener("map-zoom", asked);
    };
  }, [zoom, fit]);
  useKey(
    "0",
    useCallback(() => fit(), [fit]),
  );
  useKey(
    "+",
    useCallback(() => zoom(1.25), [zoom]),
  );
  useKey(
    "-",
    useCallback(() => zoom(0.8), [zoom]),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [60, 0],
      ArrowRight: [-60, 0],
      ArrowUp: [0, 60],
      ArrowDown: [0, -60],
    };
    const step = steps[event.key];
    const target = (event.target as Element).closest("[data-tile],[data-finding]");
    if (step) {
      stand.current = { ...stand.current, x: stand.current.x + step[0], y: stand.current.y + step[1] };
      apply();
    } else if ((event.key === "Enter" || event.key === " ") && target) press(target, event.key === "Enter");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="map-canvas"
      ref={box}
      role="group"
      aria-label={label}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        drag.current = { x: event.clientX, y: event.clientY, moved: false };
      }}
      onPointerMove={(event) => {
        const held = drag.current;
        if (!held || event.buttons === 0) return;
        const dx = event.clientX - held.x;
        const dy = event.clientY - held.y;
        if (!held.moved && Math.abs(dx) + Math.abs(dy) < 4) return;
        if (!held.moved) {
          if (event.isTrusted) box.current?.setPointerCapture(event.pointerId);
          // A layer of its own is moved without being painted again.
          if (drawing.current) drawing.current.style.willChange = "transform";
        }
        drag.current = { x: event.clientX, y: event.clientY, moved: true };
        moved.current = true;
        stand.current = { ...stand.current, x: stand.current.x + dx, y: stand.current.y + dy };
        apply();
      }}
      onPointerUp={(event) => {
        if (drag.current && !drag.current.moved) {
          press((event.target as Element).closest("[data-tile],[data-finding]"), event.detail > 1);
        }
        drag.current = null;
        // Without it the drawing is painted anew, sharp at any scale.
        if (drawing.current) drawing.current.style.willChange = "";
      }}
      onDoubleClick={(event) => press((event.target as Element).closest("[data-tile]"), true)}
    >
      <div className="map-mover" ref={drawing}>
        <svg className="map" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="presentation">
          {children}
        </svg>
      </div>
    </div>
  );
}
