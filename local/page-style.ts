/** What the pages of the stack look like: light and dark, without anything to load. */
export const baseStyle = `:root {
  color-scheme: light dark;
  --font: -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', Arial, sans-serif;
  --paper: #f4f5f7; --card: #fff; --ink: #16191f; --faint: #5c6470; --line: #dfe3e8;
  --accent: #1f5fd0; --on-accent: #fff; --soft: #e9f0fd; --good: #0c6b3d; --good-soft: #e3f5ea; --bad: #a5281f; --bad-soft: #fdeceb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101216; --card: #191c22; --ink: #e8eaee; --faint: #9aa3b0; --line: #2c313a;
    --accent: #7fadff; --on-accent: #0b1730; --soft: #1c2942; --good: #7ddba6; --good-soft: #15301f; --bad: #ff9d94; --bad-soft: #3a1a18;
  }
}
* { box-sizing: border-box }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 var(--font);
  word-break: keep-all; overflow-wrap: anywhere;
}
a { color: var(--accent) }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.told { border-radius: 10px; padding: 10px 14px; margin: 0 0 16px; background: var(--good-soft); color: var(--good) }
.told.refused { background: var(--bad-soft); color: var(--bad) }
`;
