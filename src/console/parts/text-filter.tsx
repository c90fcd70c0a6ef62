import { useEffect, useState } from "react";
import { setQuery, usePlace } from "../state/address.ts";

/** A text of the address that is typed, taken over when the typing rests. */
export function TextFilter({ name, label, placeholder }: { name: string; label: string; placeholder?: string }) {
  const said = usePlace().query[name] ?? "";
  const [text, setText] = useState(said);
  useEffect(() => setText(said), [said]);
  useEffect(() => {
    if (text === said) return;
    const timer = window.setTimeout(() => setQuery({ [name]: text.trim() }), 250);
    return () => window.clearTimeout(timer);
  }, [text, said, name]);
  return (
    <input
      className={said === "" ? undefined : "set"}
      aria-label={label}
      placeholder={placeholder ?? "filter"}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** A choice of the address. */
export function ChoiceFilter({
  name,
  label,
  options,
}: {
  name: string;
  label: string;
  options: readonly (readonly [value: string, word: string])[];
}) {
  const said = usePlace().query[name] ?? "";
  const known = said === "" || options.some(([value]) => value === said);
  return (
    <select
      className={said === "" ? undefined : "set"}
      aria-label={label}
      value={said}
      onChange={(event) => setQuery({ [name]: event.target.value })}
    >
      <option value="">any</option>
      {known ? null : <option value={said}>{said.replaceAll("~", ", ")}</option>}
      {options.map(([value, word]) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  );
}
