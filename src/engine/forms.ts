/** What customers fill into forms: checked, and kept with the customer where the form says so. */
import { addressProblem } from './email-address';
import type { CustomerFields } from './event';
import type { Language } from './language';
import type { FormField, StepOf } from './steps';
import { cut, fold } from './text';
import { say, type Texts } from './texts';
import { addCustomerUpdate, type Turn } from './turn';

export type Answered = string | number | boolean;

const PHONE = /^\+?[0-9][0-9 ()./-]{3,30}$/;
const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The thirtieth of February is none. */
function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const checks: Record<FormField['type'], (value: Answered, field: FormField) => string | undefined> = {
  text: () => undefined,
  email: (value) => addressProblem(String(value)),
  phone: (value) => (PHONE.test(String(value)) ? undefined : 'is no phone number'),
  number: (value) => (typeof value === 'number' || NUMBER.test(String(value)) ? undefined : 'is no number'),
  date: (value) => (isDate(String(value)) ? undefined : 'is no date (YYYY-MM-DD)'),
  select: (value, { options = [] }) =>
    options.some((option) => fold(option) === fold(String(value))) ? undefined : `is none of ${options.join(', ')}`,
};

/** Keyboards and clipboards put blanks around what is filled in; they belong to nothing but a text. */
const tidied = (value: Answered | undefined, type: FormField['type']) =>
  typeof value === 'string' && type !== 'text' ? value.trim() : value;

const isEmpty = (value: Answered | undefined) => value === undefined || value === '';

/** What is wrong, by name of field; nothing when all is well. Fields that were not asked for are left out. */
export function checkForm(
  { fields }: StepOf<'form.send'>,
  given: Readonly<Record<string, Answered>>,
): { values: Record<string, Answered> } | { problems: Record<string, string> } {
  const givenAs = ({ name, type }: FormField) => (Object.hasOwn(given, name) ? tidied(given[name], type) : undefined);
  const problems = fields.flatMap((field): [string, string][] => {
    const value = givenAs(field);
    if (isEmpty(value)) return field.required ? [[field.name, 'is required']] : [];
    const problem = checks[field.type](value as Answered, field);
    return problem ? [[field.name, problem]] : [];
  });
  if (problems.length > 0) return { problems: Object.fromEntries(problems) };
  const values = fields.flatMap((field): [string, Answered][] => {
    const value = givenAs(field);
    if (value === undefined || value === '') return [];
    return [[field.name, field.type === 'number' ? Number(value) : value]];
  });
  return { values: Object.fromEntries(values) };
}

const SAID: Record<FormField['type'], keyof Texts> = {
  ...{ text: 'required', email: 'noEmail', phone: 'noPhone' },
  ...{ number: 'noNumber', date: 'noDate', select: 'noOption' },
};

/** The same problems, each as a sentence that the customer can be shown. */
export function sayProblems(
  { fields }: StepOf<'form.send'>,
  given: Readonly<Record<string, Answered>>,
  problems: Readonly<Record<string, string>>,
  language: Language,
): Record<string, string> {
  const wrong = fields.filter(({ name }) => Object.hasOwn(problems, name));
  const sentence = ({ name, type, options = [] }: FormField) => {
    if (isEmpty(tidied(given[name], type))) return say(language, 'required');
    const isAccented = type === 'email' && /[^\x20-\x7e]/.test(String(given[name]).trim());
    return say(language, isAccented ? 'accentedEmail' : SAID[type], { options: options.join(', ') });
  };
  return Object.fromEntries(wrong.map((field) => [field.name, sentence(field)]));
}

/** Fields of the customer's own; every other name is one of the profile. */
const MAX_OWN = { name: 500, email: 320, phone: 32, language: 35, country: 64 } as const;
type Own = keyof typeof MAX_OWN;
const isOwn = (name: string): name is Own => Object.hasOwn(MAX_OWN, name);
const MAX_PROFILE = 2_000;
/** As long as events may tell them. */
const shortened = (value: Answered, length: number): Answered =>
  typeof value === 'string' ? cut(value, length) : value;

/** Keeps the answers with the customer. */
export function saveToCustomer(turn: Turn, values: Readonly<Record<string, Answered>>): void {
  const { customerId } = turn.conversation;
  if (customerId === undefined) return void turn.notes.push('nobody knows whose answers these are: they are not kept');
  const own = Object.entries(values).filter(([name]) => isOwn(name));
  const other = Object.entries(values).filter(([name]) => !isOwn(name));
  const profile = Object.fromEntries(other.map(([name, value]) => [name, shortened(value, MAX_PROFILE)]));
  const set: Partial<CustomerFields> = {
    ...Object.fromEntries(own.map(([name, value]) => [name, shortened(String(value), MAX_OWN[name as Own])])),
    ...(other.length > 0 ? { profile } : {}),
  };
  addCustomerUpdate(turn, { customerId, set });
  const known = turn.customer?.profile;
  turn.customer = { id: customerId, ...turn.customer, ...set, ...(known ? { profile: { ...known, ...profile } } : {}) };
}
