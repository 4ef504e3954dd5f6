import { baseStyle } from '../page-style';
import { chatStyle } from './chat-style';

/** The look of the demo page and of the shop in it: side by side, one below the other on a phone. */
export const style = `${baseStyle}${chatStyle}
:root { --warn: #8a5200; --warn-soft: #fdf1dc }
@media (prefers-color-scheme: dark) { :root { --warn: #f0c070; --warn-soft: #33270f } }
body { font-size: 14px }
h1 { font-size: 1.35rem; margin: 0 } h2 { font-size: 1.05rem; margin: 0 } h3 { font-size: .85rem; margin: 0; color: var(--faint) }
button, select, textarea, input { font: inherit; color: inherit }
button { padding: 6px 11px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); cursor: pointer }
button:hover:not(:disabled) { border-color: var(--accent) }
button:disabled { opacity: .55; cursor: default }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600 }
select, textarea, input:not([type=checkbox]) { padding: 6px 9px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); min-width: 0 }
input[type=checkbox] { accent-color: var(--accent); width: 1rem; height: 1rem; margin: 0 }
.field { display: inline-flex; gap: 7px; align-items: center; color: var(--faint) } .field select { color: var(--ink) }
.hint { color: var(--faint); margin: 0 }
.tag { display: inline-block; padding: 0 7px; border-radius: 9px; background: var(--soft); color: var(--accent); font-size: .78rem; line-height: 1.5 }
.tag.closed, .tag.wrapUp, .tag.snoozed { background: var(--paper); color: var(--faint) } .tag.queued { background: var(--warn-soft); color: var(--warn) }
time { font-variant-numeric: tabular-nums }
#demo { padding: 14px 16px; display: flex; flex-direction: column; gap: 12px; height: max(100vh, 700px) }
.top { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline }
.top nav { margin-left: auto; display: flex; gap: 16px } .top nav a { padding: 2px 0 }
.bars { padding: 9px 14px; display: flex; flex-wrap: wrap; gap: 8px 28px; align-items: center; justify-content: space-between; position: sticky; top: 0; z-index: 1 }
.clock, .scene { display: flex; flex-wrap: wrap; gap: 7px 10px; align-items: center }
.scene { color: var(--faint) } .scene button { color: var(--ink) }
.clock[aria-busy=true] button { opacity: .5 }
.now { font-weight: 600; min-width: 13.5em } .next { color: var(--faint) }
.told { margin: 0 }
.panes { display: grid; grid-template-columns: minmax(310px, 1fr) minmax(0, 2.75fr); grid-template-rows: minmax(0, 1fr); gap: 16px; flex: 1; min-height: 0 }
.pane { display: flex; flex-direction: column; gap: 10px; min-width: 0; min-height: 0 }
.pane-head { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; min-height: 34px } .customer .pane-head { flex-wrap: nowrap } .customer .field { flex: 1; min-width: 0; white-space: nowrap } .customer select { flex: 1; max-width: 19rem }
.buttons { display: flex; flex-wrap: wrap; gap: 7px } .buttons .hint { width: 100%; color: var(--warn) }
.screen { flex: 1; min-height: 0; overflow: hidden }
.screen iframe { display: block; width: 100%; height: 100%; border: 0 }
.vanished { padding: 48px 24px; display: grid; gap: 12px; justify-items: center; align-content: center; height: 100%; text-align: center; background: var(--paper) }
.vanished h3 { font-size: 1.05rem; color: var(--ink) } .vanished p { margin: 0; color: var(--faint) } .vanished ul { list-style: none; margin: 0 0 8px; padding: 0; max-width: 100% }
.vanished li { word-break: break-all }
.capacities { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0; padding: 0; color: var(--faint) } .capacities b { color: var(--ink) }
.desk { display: grid; grid-template-columns: minmax(170px, 1fr) minmax(260px, 1.7fr) minmax(260px, 1.8fr); grid-template-rows: minmax(0, 1fr); gap: 12px; flex: 1; min-height: 0 }
.desk > .card { display: flex; flex-direction: column; gap: 8px; padding: 11px 12px; min-width: 0; min-height: 0 }
.thread[inert] { opacity: .6 }
.thread .by-bot { background: var(--paper); color: var(--ink); border: 1px solid var(--line) } .thread .by-bot a { color: var(--accent) }
.chats { list-style: none; margin: 0 -6px; padding: 0; overflow: auto; display: grid; gap: 2px; align-content: start }
.chats .hint { padding: 6px }
.chats button { display: flex; flex-wrap: wrap; gap: 2px 7px; width: 100%; padding: 8px; border-color: transparent; background: none; text-align: left; align-items: center }
.chats button[aria-current] { background: var(--soft) } .chats button[aria-current] .tag { background: var(--card) }
.chats .agent, .chats time { color: var(--faint) } .chats time { margin-left: auto } .presence { width: 100%; font-variant-numeric: tabular-nums }
.presence::before { content: ''; display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: currentColor; margin-right: 6px }
.presence.there { color: var(--good) } .presence.going, .presence.gone { color: var(--warn) } .presence.over { color: var(--faint) }
.answer { display: grid; grid-template-columns: 1fr auto auto; gap: 7px; align-items: center } .answer textarea { grid-column: 1 / -1; resize: vertical }
.choice { display: inline-flex; gap: 7px; align-items: center; white-space: nowrap; min-height: 24px }
.actions { display: flex; flex-wrap: wrap; gap: 6px; border-top: 1px solid var(--line); padding-top: 9px }
.actions button { padding: 4px 9px } .pair { display: flex; flex: 1 1 100%; gap: 6px } .pair .field { flex: 1; min-width: 0 } .pair .field span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap } .pair select { flex: 1; padding: 4px 8px }
.story { list-style: none; margin: 0 -4px; padding: 0 4px; overflow: auto; flex: 1; font-size: .9em }
.story > li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 9px; padding: 6px 0; border-top: 1px solid var(--line) }
.story > li:first-child { border: 0 } .story > .hint { display: block }
.story time { color: var(--faint) } .story p { margin: 0 } .story p + p, .story details { margin-top: 2px }
.story .wait { color: var(--faint) } .story .fired { color: var(--good) } .story .fired::before { content: '✓ ' } .story .wait::before { content: '◷ ' }
.story .run { color: var(--faint) } .story .back { color: var(--accent) } .story .effect::before { content: '→ ' }
.story code { font-size: .95em } .story .tag { margin-left: 6px } .effect.failed .tag, .effect.unknown .tag { background: var(--bad-soft); color: var(--bad) }
.story summary { color: var(--faint); cursor: pointer } .story details ul { margin: 2px 0 0; padding-left: 16px }
@media (max-width: 1100px) {
  #demo { height: auto } .panes { grid-template-columns: minmax(0, 1fr); grid-template-rows: none }
  .screen { flex: none; height: 560px } .desk { flex: none; height: 640px }
}
@media (max-width: 760px) {
  #demo { padding: 10px } .bars { position: static }
  .desk { grid-template-columns: minmax(0, 1fr); grid-template-rows: none; height: auto }
  .thread .messages { max-height: 60vh } .story { max-height: 70vh } .chats { max-height: 40vh }
  button, select, input:not([type=checkbox]) { min-height: 40px } .now { min-width: 0 }
}
`;
