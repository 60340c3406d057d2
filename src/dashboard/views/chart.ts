/** Sizes of bars are SVG attributes in percent: no inline style, and no distortion at any width. */
export const round = (n: number) => Math.round(n * 100) / 100;
export const percent = (share: number) => `${round(share * 100)}%`;

/** The highest bar ends below the top, where its number stands. */
export const TALLEST = 84;
/** What is not nothing can be seen. */
export const SHORTEST = 2;
