/** Set `--threadkeeper-accent`, `--threadkeeper-on-accent` and `--threadkeeper-font` on the page to have it in your colours. */
const DARK = '--page:#1b1e23;--text:#f1f3f5;--muted:#b0b7c1;--line:#4a515c;--ring:#8ab4ff;color-scheme:dark';

export const STYLE = `
:host{--page:#fff;--text:#1a1d21;--muted:#5b6470;--line:#c9cfd8;--ring:#0b5fff;color-scheme:light}
@media (prefers-color-scheme:dark){:host(:not([scheme=light])){${DARK}}}
:host([scheme=dark]){${DARK}}
*{box-sizing:border-box;margin:0}
dialog{width:400px;max-width:calc(100vw - 32px);margin:auto;padding:24px 24px 0;border:1px solid var(--line);border-radius:16px;background:var(--page);color:var(--text);font:16px/1.55 var(--threadkeeper-font,system-ui,sans-serif);overflow-wrap:anywhere}
:lang(ko){word-break:keep-all}
::backdrop{background:#0007}
h2{margin-bottom:8px;font-size:20px;line-height:1.35;text-wrap:balance}
p,small{color:var(--muted)}
p{text-wrap:pretty}
fieldset{padding:0;border:0}
label{display:flex;gap:12px;margin-top:8px;padding:10px 12px;border:1px solid var(--line);border-radius:10px}
input{scroll-margin:120px}
small{display:block;font-size:14px}
footer{display:flex;flex-wrap:wrap;gap:12px;position:sticky;bottom:0;margin:0 -8px;padding:20px 8px 24px;background:var(--page)}
button{flex:1;min-width:max-content;min-height:46px;padding:8px 18px;border:1px solid var(--line);border-radius:10px;background:none;color:inherit;font:inherit;font-weight:600}
.main{background:var(--threadkeeper-accent,#0b5fff);border-color:#0000;color:var(--threadkeeper-on-accent,#fff)}
button:hover{filter:brightness(.9)}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
[aria-busy=true] button{opacity:.5}
@media (max-width:480px){dialog{margin-bottom:16px}}
@media (prefers-reduced-motion:no-preference){dialog{animation:rise .2s}@keyframes rise{from{opacity:0;transform:translateY(12px)}}}
`.replaceAll('\n', '');
