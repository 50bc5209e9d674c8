/** `0.0625` as `0.0625`, `12345.6` as `12346`: four digits that count. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return value.toFixed(size >= 1000 ? 0 : size >= 10 ? 2 : 4);
}

/** `75` as `1m 15s`, next to nothing as `<0.1s`. */
export function duration(seconds: number): string {
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

/** `75` as `about 1m 15s`, next to nothing as `less than 0.1s`. */
export function about(seconds: number): string {
  return seconds < 0.05 ? "less than 0.1s" : `about ${duration(seconds)}`;
}

/** `0.052` as `5.2 %`, next to nothing as `<0.1 %`. */
export function share(part: number): string {
  return part < 0.0005 ? "<0.1 %" : `${(100 * part).toFixed(1)} %`;
}

/** `1536` as `1.5 KiB`. */
export function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  let size = count;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
