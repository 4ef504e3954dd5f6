/** What customers fill into forms: checked, and kept with the customer where the form says so. */
import { addressProblem } from './email-address';
import type { CustomerFields } from './event';
import type { FormField, StepOf } from './steps';
import { fold } from './text';
import { addCustomerUpdate, type Turn } from './turn';

export type Answered = string | number | boolean;

const PHONE = /^\+?[0-9][0-9 ()./-]{3,30}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const checks: Record<FormField['type'], (value: Answered, field: FormField) => string | undefined> = {
  text: () => undefined,
  email: (value) => addressProblem(String(value)),
  phone: (value) => (PHONE.test(String(value)) ? undefined : 'is no phone number'),
  number: (value) => (value !== '' && Number.isFinite(Number(value)) ? undefined : 'is no number'),
  date: (value) =>
    DATE.test(String(value)) && !Number.isNaN(Date.parse(String(value))) ? undefined : 'is no date (YYYY-MM-DD)',
  select: (value, { options = [] }) =>
    options.some((option) => fold(option) === fold(String(value))) ? undefined : `is none of ${options.join(', ')}`,
};

const isEmpty = (value: Answered | undefined) => value === undefined || value === '';

/** What is wrong, by name of field; nothing when all is well. Fields that were not asked for are left out. */
export function checkForm(
  { fields }: StepOf<'form.send'>,
  given: Readonly<Record<string, Answered>>,
): { values: Record<string, Answered> } | { problems: Record<string, string> } {
  const givenAs = (name: string) => (Object.hasOwn(given, name) ? given[name] : undefined);
  const problems = fields.flatMap((field): [string, string][] => {
    const value = givenAs(field.name);
    if (isEmpty(value)) return field.required ? [[field.name, 'is required']] : [];
    const problem = checks[field.type](value as Answered, field);
    return problem ? [[field.name, problem]] : [];
  });
  if (problems.length > 0) return { problems: Object.fromEntries(problems) };
  const values = fields.flatMap(({ name, type }): [string, Answered][] => {
    const value = givenAs(name);
    if (value === undefined || value === '') return [];
    return [[name, type === 'number' ? Number(value) : value]];
  });
  return { values: Object.fromEntries(values) };
}

/** Fields of the customer's own; every other name is one of the profile. */
const OWN = ['name', 'email', 'phone', 'language', 'country'] as const;
const isOwn = (name: string): name is (typeof OWN)[number] => (OWN as readonly string[]).includes(name);

/** Keeps the answers with the customer. */
export function saveToCustomer(turn: Turn, values: Readonly<Record<string, Answered>>): void {
  const { customerId } = turn.conversation;
  if (customerId === undefined) return void turn.notes.push('nobody knows whose answers these are: they are not kept');
  const own = Object.entries(values).filter(([name]) => isOwn(name));
  const other = Object.entries(values).filter(([name]) => !isOwn(name));
  const set: Partial<CustomerFields> = {
    ...Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
    ...(other.length > 0 ? { profile: { ...turn.customer?.profile, ...Object.fromEntries(other) } } : {}),
  };
  addCustomerUpdate(turn, { customerId, set });
  turn.customer = { id: customerId, ...turn.customer, ...set };
}
