const two = (value: number) => String(value).padStart(2, "0");

/** A time as it was on the clock here: `2026-11-27 20:31`. */
export function when(iso: string): string {
  const date = new Date(iso);
  const day = [
    date.getFullYear(),
    two(date.getMonth() + 1),
    two(date.getDate()),
  ].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
