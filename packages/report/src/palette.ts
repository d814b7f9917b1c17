/**
 * Okabe-Ito colours (Okabe & Ito 2008, told apart with every common colour vision), and the neutral tones around them.
 * Light values stand in attributes, so that a viewer without CSS shows them; dark ones in the style sheet below.
 */
export const palette = {
  paper: '#ffffff',
  ink: '#1a1f24',
  muted: '#57606a',
  grid: '#dde2e7',
  blue: '#0072B2',
  vermillion: '#D55E00',
  /** Okabe-Ito vermillion has a contrast of 3.9 to white, which serves lines; letters need 4.5. */
  vermillionText: '#B24E00',
  /** Full shade of a matrix cell: Okabe-Ito blue, darkened until white digits are readable on it. */
  heat: '#00558C',
  onHeat: '#ffffff',
  /** Between ink and white: on the shades in which only black has the contrast. */
  onMiddleHeat: '#000000',
} as const;

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

/** The style sheet inside every figure. Dark only on screens: paper is white. */
export const figureStyle = [
  '.ser-figure text{white-space:pre;font-variant-numeric:tabular-nums}',
  '@media screen and (prefers-color-scheme:dark){',
  '.ser-figure{color:#e6eaee}',
  '.ser-figure .ser-paper{fill:#161b20}',
  '.ser-figure .ser-ink{fill:#e6eaee}',
  '.ser-figure .ser-muted{fill:#a3adb8}',
  '.ser-figure .ser-grid{stroke:#333b43}',
  '.ser-figure .ser-rule{stroke:#7d8791}',
  '.ser-figure .ser-fill{fill:#56B4E9}',
  '.ser-figure .ser-first{stroke:#56B4E9}',
  '.ser-figure .ser-second{stroke:#E69F00}',
  '.ser-figure .ser-first-text{fill:#56B4E9}',
  '.ser-figure .ser-second-text{fill:#E69F00}',
  '.ser-figure .ser-heat{fill:#7CC4F0}',
  '.ser-figure .ser-on-low{fill:#ffffff}',
  '.ser-figure .ser-on-middle,.ser-figure .ser-on-high{fill:#000000}',
  '}',
].join('');
