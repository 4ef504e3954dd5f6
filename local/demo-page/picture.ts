/** A picture that a bot of the demo sends: a label for a parcel. */
export const label = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160" viewBox="0 0 320 160">
<rect width="320" height="160" rx="12" fill="#fff"/><rect x="8" y="8" width="304" height="144" rx="8" fill="none" stroke="#16191f" stroke-width="2"/>
<text x="28" y="46" font-family="sans-serif" font-size="18" font-weight="700" fill="#16191f">RETURN · 반품</text>
<text x="28" y="70" font-family="sans-serif" font-size="13" fill="#5c6470">Threadkeeper Shop</text>
<g fill="#16191f">${Array.from({ length: 44 }, (_, at) => `<rect x="${28 + at * 6}" y="88" width="${1 + ((at * 7) % 4)}" height="48"/>`).join('')}</g></svg>`;
