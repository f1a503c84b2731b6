/** Months in UTC, with the day limited to the month's last. Times are Unix seconds from 1970 on. */

/** The months from January of the year 0 to the month of a time. */
export function monthOf(time: number): number {
  const date = new Date(time * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The number of days in a month. */
export function daysIn(month: number): number {
  // Day 0 of the next month is the last of this one.
  return new Date(Date.UTC(yearOf(month), month - yearOf(month) * 12 + 1, 0)).getUTCDate();
}

/** The given seconds into a day of a month; a day that the month does not have becomes its last. */
export function timeIn(month: number, day: number, seconds: number): number {
  const year = yearOf(month);
  return Date.UTC(year, month - year * 12, Math.min(day, daysIn(month))) / 1000 + seconds;
}

/**
 * The same day and time the given number of months later or earlier; the day is limited to the
 * month's last.
 */
export function addMonths(time: number, months: number): number {
  return timeIn(monthOf(time) + months, new Date(time * 1000).getUTCDate(), secondOfDay(time));
}

/** Seconds since midnight. */
function secondOfDay(time: number): number {
  return time - Math.floor(time / 86_400) * 86_400;
}

function yearOf(month: number): number {
  return Math.floor(month / 12);
}
