/** What an element of a mail means: where lines break, what is quoted, what is a signature. */

export interface Meaning {
  /** Its text stands on lines of its own. */
  block: boolean;
  /** A blank line before and behind it. */
  apart: boolean;
  /** Its text is quoted. */
  quotes: boolean;
  /** `asked`: a quote only below something that announces one, else an indentation. */
  asked?: true;
  within?: 'attribution' | 'history' | 'signature';
  hidden: boolean;
  /** Line ends in its text are line ends. */
  preformatted: boolean;
  /** A rule or border stands above its first line. */
  ruled: boolean;
}

type Attributes = ReadonlyMap<string, string>;

const BLOCKS = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul caption xm-signature'.split(
    ' ',
  ),
);
const APART = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre']);
/** Word sets its paragraphs without space between them, and writes blank ones. */
const NO_SPACE = /(?:^|\s)Mso/;
const NO_MARGIN = /(?:^|;)\s*margin(?:-top|-bottom)?\s*:\s*0(?![.\d]*[1-9])/i;

/** Classes and ids of quotes: yahoo_quoted_21…, protonmail_quote, spark_quote; Gmail's div stands around answers too. */
const QUOTE =
  /(?:^|[_-])quoted?(?:_\d+)?$|^(?:zmail_extra|iosymail|origbody|original-content|reply139content|isReplyContent)$/;
const ATTRIBUTION = /^(?:gmail_attr|moz-cite-prefix)$/;
/** Outlook: these and all behind them. */
const HISTORY = /^(?:divRplyFwdMsg|OLK_SRC_BODY_SECTION|ms-outlook-mobile-reference-message)$/;
const SIGNATURE = /signature(?:_prefix|_block(?:-\w+)?)?$|^Zm-_Id_-Sgn/i;
const LEFT_BORDER = /border-left(?:-style|-width)?\s*:(?!\s*(?:none|0))/i;
const NO_BORDER = /border(?:-left)?\s*:\s*(?:none|0)/i;
const TOP_BORDER = /border-top(?:-style)?\s*:[^;]{0,80}solid/i;

/** @see test/mail/corpus for the programs that write these */
export function meaningOf(name: string, attributes: Attributes): Meaning {
  const names = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''}`.split(/\s+/);
  const style = attributes.get('style') ?? '';
  const within = withinOf(name, attributes, names);
  const quotes = quoting(name, attributes, names, style);
  return {
    block: BLOCKS.has(name) || within !== undefined || quotes === 'yes',
    apart: APART.has(name) && !NO_SPACE.test(attributes.get('class') ?? '') && !NO_MARGIN.test(style),
    quotes: quotes !== 'no',
    ...(quotes === 'asked' ? { asked: true } : {}),
    ...(within ? { within } : {}),
    hidden: /display\s*:\s*none/i.test(style),
    preformatted: name === 'pre' || /white-space\s*:\s*pre/i.test(style),
    ruled: name === 'hr' || TOP_BORDER.test(style),
  };
}

function withinOf(name: string, attributes: Attributes, names: readonly string[]): Meaning['within'] {
  if (names.some((one) => HISTORY.test(one))) return 'history';
  if (names.some((one) => ATTRIBUTION.test(one))) return 'attribution';
  const isSigned =
    name === 'xm-signature' || attributes.has('data-signatureblock') || names.some((one) => SIGNATURE.test(one));
  return isSigned ? 'signature' : undefined;
}

function quoting(
  name: string,
  attributes: Attributes,
  names: readonly string[],
  style: string,
): 'yes' | 'no' | 'asked' {
  const isNamed = attributes.get('name') === 'quote' || names.some((one) => QUOTE.test(one) && one !== 'gmail_quote');
  if (isNamed) return 'yes';
  if (names.includes('qmbox')) return 'asked';
  if (name !== 'blockquote') return 'no';
  if (attributes.get('type') === 'cite' || attributes.has('cite') || names.includes('gmail_quote')) return 'yes';
  if (LEFT_BORDER.test(style)) return 'yes';
  return NO_BORDER.test(style) ? 'no' : 'asked';
}
