import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

/** A sheet over the page that asks for something; Escape and Cancel leave it. */
export function Dialog({
  title,
  action,
  danger,
  close,
  submit,
  children,
}: {
  title: string;
  /** Word on the button that does it. */
  action: string;
  danger?: boolean;
  close: () => void;
  /** Does it; a rejection is shown and the sheet stays. */
  submit: (values: Record<string, string>) => Promise<unknown>;
  children: ReactNode;
}) {
  const sheet = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (sheet.current && !sheet.current.open) sheet.current.showModal();
  }, []);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) if (typeof value === "string") values[name] = value;
    setBusy(true);
    setProblem("");
    submit(values).then(close, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    });
  };
  return (
    <dialog ref={sheet} onClose={close} aria-label={title}>
      <form method="dialog" onSubmit={onSubmit}>
        <header>
          <h2>{title}</h2>
        </header>
        <div className="sheet-body">
          {children}
          {problem ? (
            <div className="notice bad" role="alert">
              {problem}
            </div>
          ) : null}
        </div>
        <footer>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className={danger ? "button danger" : "button primary"} disabled={busy}>
            {action}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

/** A labelled input of a form. */
export function Field({
  label,
  name,
  value,
  type = "text",
  required,
  hint,
  options,
  complete,
}: {
  label: string;
  name: string;
  value?: string;
  type?: string;
  required?: boolean;
  hint?: string;
  options?: readonly (string | readonly [value: string, label: string])[];
  complete?: string;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {options ? (
        <select
          className="input"
          id={id}
          name={name}
          defaultValue={value}
          aria-describedby={hint ? `${id}-hint` : undefined}
        >
          {options.map((option) => {
            const [key, text] = typeof option === "string" ? [option, option] : option;
            return (
              <option key={key} value={key}>
                {text}
              </option>
            );
          })}
        </select>
      ) : (
        <input
          className="input"
          id={id}
          name={name}
          type={type}
          defaultValue={value}
          required={required}
          autoComplete={complete ?? "off"}
          aria-describedby={hint ? `${id}-hint` : undefined}
        />
      )}
      {hint ? (
        <span className="soft" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}
