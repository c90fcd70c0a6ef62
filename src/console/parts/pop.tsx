import { type ReactNode, useEffect, useRef, useState } from "react";

/** A button that opens a small list below itself; a press elsewhere and Escape close it. */
export function Pop({
  label,
  button = "button small",
  end,
  title,
  children,
}: {
  label: ReactNode;
  button?: string;
  /** Whether the list lies along the right edge of the button. */
  end?: boolean;
  title?: string;
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      whole.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("keydown", onEscape, true);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("keydown", onEscape, true);
    };
  }, [open]);
  return (
    <span className="pop" ref={whole}>
      <button
        type="button"
        className={button}
        aria-expanded={open}
        aria-label={title}
        title={title}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open ? <span className={end ? "pop-body end" : "pop-body"}>{children(() => setOpen(false))}</span> : null}
    </span>
  );
}
