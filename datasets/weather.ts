import { dataset, z } from "leat";

/**
 * The weather of Seattle, each day from 2012 to 2015.
 *
 * Source: NOAA, in the npm package `vega-datasets`.
 */
export const weather = dataset({
  kind: "package",
  name: "seattle-weather",
  licence: "BSD-3-Clause",
  file: "vega-datasets/data/seattle-weather.csv",
});

/** One day; precipitation in mm, temperatures in °C, wind in m/s. */
export const day = z.object({
  date: z.iso.date(),
  precipitation: z.number().nonnegative(),
  temp_max: z.number(),
  temp_min: z.number(),
  wind: z.number().nonnegative(),
  weather: z.enum(["drizzle", "fog", "rain", "snow", "sun"]),
});
