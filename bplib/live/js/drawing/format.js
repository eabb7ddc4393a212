// Numbers as the text of the book has them: a true minus sign, four digits, powers of ten for what is very small.

export function number(value, digits = 4) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.5 * 10 ** -digits || size >= 1e5)) return scientific(value);
  return signed(value.toFixed(digits), value);
}

/** A number whose last zeros say nothing: 0.5, −1, 12.25. */
export function short(value, digits = 4) {
  return number(value, digits).replace(/(\.\d*?)0+(?=$|\s)/, "$1").replace(/\.(?=$|\s)/, "");
}

export function scientific(value, digits = 1) {
  if (!Number.isFinite(value) || value === 0) return number(value);
  if (Math.abs(value) >= 0.01 && Math.abs(value) < 100) return signed(String(Number(value.toPrecision(digits + 1))), value);
  const [mantissa, power] = value.toExponential(digits).split("e");
  return `${mantissa.replace("-", "−")} · 10${superscript(Number(power))}`;
}

const superscript = (power) => String(power).replace(/./g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign]));

function signed(text, value) {
  const bare = text.replace("-", "");
  return value < 0 && Number(bare) !== 0 ? `−${bare}` : bare;
}

/** As a factor or a term: a negative one in parentheses. */
export const factor = (value, digits) => (short(value, digits).startsWith("−") ? `(${short(value, digits)})` : short(value, digits));
