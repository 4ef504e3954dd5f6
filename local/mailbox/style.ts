import { baseStyle } from '../page-style';

/** The look of the mailbox page: light and dark, from a phone's width on, without anything to load. */
export const style = `
${baseStyle}main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 64px }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 }
h2 { font-size: 1rem; margin: 0 0 12px }
.top { display: flex; gap: 16px; align-items: baseline; justify-content: space-between; margin-bottom: 14px }
.top nav { display: flex; gap: 16px; white-space: nowrap } .top a { padding: 2px 0 }
.hint { color: var(--faint); margin: -10px 0 20px; font-size: .9rem }
.mails { list-style: none; margin: 0; padding: 0; overflow: hidden }
.mails li + li { border-top: 1px solid var(--line) }
.mails a { display: grid; grid-template-columns: minmax(0, 15rem) minmax(0, 1fr) auto; gap: 2px 16px; padding: 14px 18px; color: inherit; text-decoration: none }
.mails a:hover, .mails a:focus-visible { background: var(--soft) }
.mails .who { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.mails .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.mails .what span { color: var(--faint) }
time { color: var(--faint); font-size: .85rem; font-variant-numeric: tabular-nums; white-space: nowrap }
.none { padding: 56px 24px; text-align: center }
.none p { color: var(--faint); margin: 8px auto 0; max-width: 34rem }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: 20px; align-items: start }
.mail { padding: 20px }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 14px; margin: 12px 0 18px; font-size: .9rem }
dt { color: var(--faint) }
dd { margin: 0 }
.tabs { display: flex; flex-wrap: wrap; gap: 4px; border-bottom: 1px solid var(--line); margin: 0 -20px; padding: 0 20px }
.tabs a { padding: 8px 12px; text-decoration: none; color: var(--faint); border-bottom: 2px solid transparent; margin-bottom: -1px }
.tabs a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600 }
.tabs .aside { margin-left: auto }
iframe { display: block; width: calc(100% + 40px); height: 70vh; min-height: 420px; border: 0; margin: 0 -20px -20px; border-radius: 0 0 12px 12px }
pre { white-space: pre-wrap; font: .9rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans KR', monospace; margin: 16px 0 0; word-break: normal }
table { border-collapse: collapse; width: 100%; margin-top: 12px; font-size: .875rem }
td, th { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); font-weight: 400 }
th { color: var(--faint); white-space: nowrap }
td { word-break: break-word }
aside > section { padding: 18px }
aside > section + section { margin-top: 16px }
label, legend { display: block; font-size: .85rem; color: var(--faint); margin: 0 0 4px; padding: 0 }
fieldset { border: 0; padding: 0; margin: 12px 0 }
.choice { display: flex; gap: 8px; align-items: center; color: var(--ink); font-size: .95rem; margin: 0; padding: 3px 0 }
textarea, select { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 9px 11px }
select { text-overflow: ellipsis }
textarea { min-height: 7.5rem; resize: vertical }
input { accent-color: var(--accent); margin: 0; width: 1rem; height: 1rem }
button, .button { display: block; width: 100%; font: inherit; text-align: center; text-decoration: none; padding: 9px 14px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: var(--ink); cursor: pointer }
button:hover, .button:hover { border-color: var(--accent) }
form + form, form + .button { margin-top: 8px }
.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; margin-top: 14px }
@media (max-width: 820px) {
  main { padding: 16px 14px 48px }
  .columns { grid-template-columns: minmax(0, 1fr) }
  .mails a { grid-template-columns: minmax(0, 1fr) }
  .mail { padding: 16px }
  .tabs { margin: 0 -16px; padding: 0 12px }
  .tabs a { padding: 8px 8px }
  iframe { width: calc(100% + 32px); margin: 0 -16px -16px; height: 60vh }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0 } dd { margin-bottom: 8px }
  th { white-space: normal; width: 34% }
}
`;
