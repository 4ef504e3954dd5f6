/** How many characters the trimmer has looked at, some of them more than once: the measure of its work. */
export interface Meter {
  read: number;
}
