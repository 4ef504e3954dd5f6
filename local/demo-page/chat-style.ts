/** Messages, and the widget of the shop, whose prompt has the shop's colours. */
export const chatStyle = `
:root { --threadkeeper-accent: var(--accent); --threadkeeper-on-accent: var(--on-accent); --threadkeeper-font: var(--font) }
.messages { flex: 1; min-height: 120px; overflow: auto; display: flex; flex-direction: column; gap: 8px; padding: 2px }
.bubble { max-width: 88%; padding: 7px 11px; border-radius: 12px; background: var(--soft); align-self: flex-start }
.bubble.mine { align-self: flex-end; background: var(--accent); color: var(--on-accent) }
.bubble.mine a { color: inherit }
.bubble.note { align-self: stretch; max-width: none; background: var(--warn-soft); border: 1px dashed var(--warn) }
.bubble header { display: flex; gap: 10px; justify-content: space-between; font-size: .8em; opacity: .85 }
.bubble p { margin: 2px 0 0; white-space: pre-wrap; overflow-wrap: anywhere } .bubble img { display: block; max-width: 100%; border-radius: 8px; margin-top: 4px }
.bubble p a { word-break: break-all }
.happened { margin: 0; text-align: center; color: var(--faint); font-size: .88em }
.choices { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 7px }
.choices button, .asked button { color: var(--ink) }
.asked { display: grid; gap: 8px; margin-top: 8px } .asked .field { display: grid; gap: 2px; color: inherit } .asked em { color: var(--bad); font-style: normal; font-size: .9em }
.asked input, .asked select { color: var(--ink) }
#shop { display: flex; flex-direction: column; gap: 12px; height: 100vh; padding: 14px }
.shop-head p { margin: 2px 0 0; color: var(--faint) }
.widget { flex: 1; min-height: 0; display: flex; flex-direction: column; gap: 8px; padding: 12px }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: space-between } .bar p { flex: 1 0 100%; margin: 0; color: var(--faint) }
.status { margin: 0; color: var(--bad); min-height: 0 } .status:empty { display: none }
.composer { display: flex; gap: 8px } .composer textarea { flex: 1; resize: none } .composer[hidden] { display: none }
`;
