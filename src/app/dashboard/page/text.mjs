/** Numbers and times as the terminal writes them. */

/** `0.0625` as `0.0625`, `12345.6` as `12346`: four digits that count. */
export function figure(value) {
  if (value === null || value === undefined) return "none";
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return value.toFixed(size >= 1000 ? 0 : size >= 10 ? 2 : 4);
}

/** `75` as `1m 15s`, next to nothing as `<0.1s`. */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 0.05) return "<0.1s";
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole}s`;
  const hours = Math.floor(minutes / 60);
  return hours === 0
    ? `${minutes}m ${whole % 60}s`
    : `${hours}h ${minutes % 60}m`;
}

/** A learning rate, short: `0.005`, `3e-5`. */
export function rateText(value) {
  if (value === 0) return "0";
  const short = Number(value.toPrecision(3));
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e5 ? short.toExponential() : String(short);
}

/** `+0.0120`, `-0.0300`, and nothing where there is no difference to take. */
export function signed(value) {
  if (value === null || Number.isNaN(value)) return "";
  return `${value > 0 ? "+" : ""}${figure(value)}`;
}

/** `error_rate` as `error rate`. */
export function words(name) {
  return name.replaceAll("_", " ");
}

/** How long ago, in one word or two: `just now`, `5 min ago`, `27 Nov`. */
export function ago(iso, now) {
  const date = new Date(iso);
  const seconds = Math.max(0, (now - date.getTime()) / 1000);
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

/** A time on the clock here. */
export function when(iso) {
  return new Date(iso).toLocaleString("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
}

/** A label as people write it. */
export function labelText(label) {
  if (Array.isArray(label)) return label.join(", ") || "(no tag)";
  return String(label);
}
