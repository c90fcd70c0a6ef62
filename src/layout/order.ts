/** Compares as a person sorts: runs of digits by value, everything else by code unit; never by the machine's language. */
export function compareNaturally(one: string, other: string): number {
  let a = 0;
  let b = 0;
  while (a < one.length && b < other.length) {
    const first = one.charCodeAt(a);
    const second = other.charCodeAt(b);
    if (isDigit(first) && isDigit(second)) {
      const endOne = endOfDigits(one, a);
      const endOther = endOfDigits(other, b);
      const startOne = skipZeros(one, a, endOne);
      const startOther = skipZeros(other, b, endOther);
      const byLength = endOne - startOne - (endOther - startOther);
      if (byLength !== 0) return byLength;
      for (let i = 0; i < endOne - startOne; i++) {
        const byDigit = one.charCodeAt(startOne + i) - other.charCodeAt(startOther + i);
        if (byDigit !== 0) return byDigit;
      }
      a = endOne;
      b = endOther;
    } else {
      if (first !== second) return first - second;
      a++;
      b++;
    }
  }
  const byRest = one.length - a - (other.length - b);
  if (byRest !== 0) return byRest;
  return one < other ? -1 : one > other ? 1 : 0;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function endOfDigits(text: string, at: number): number {
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

function skipZeros(text: string, at: number, end: number): number {
  while (at < end - 1 && text.charCodeAt(at) === 48) at++;
  return at;
}
