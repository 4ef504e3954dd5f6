/** The import rule of docs/architecture.md, executed: imports point inward. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = process.cwd();

/** For each part: which other parts of the repository it may import from. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/engine': [],
  'src/ports': ['src/engine'],
  'src/mail': ['src/engine'],
  'src/actions': ['src/ports', 'src/engine', 'src/channels', 'src/mail'],
  'src/channels': ['src/ports', 'src/engine'],
  recipes: [],
  'src/app': ['src/actions', 'src/channels', 'src/mail', 'src/ports', 'src/engine', 'src/metrics.ts', 'recipes'],
  'src/adapters': ['src/ports', 'src/engine'],
  'src/config.ts': [],
  'src/metrics.ts': [],
  functions: [
    ...['src/app', 'src/actions', 'src/channels', 'src/mail', 'src/adapters'],
    ...['src/ports', 'src/engine', 'src/config.ts', 'src/metrics.ts'],
  ],
  lib: ['src/config.ts', 'src/metrics.ts'],
  'bin/app.ts': ['lib', 'src/config.ts'],
};
const parts = Object.keys(MAY_IMPORT);

/** Packages that the pure parts may use: no I/O in any of them. */
const PURE_PACKAGES: Record<string, readonly string[]> = {
  'src/engine': ['zod', 're2js', 'luxon', 'node:crypto'],
  'src/mail': ['intl-messageformat', 'postal-mime', 'node:crypto'],
};
const pureParts = Object.keys(PURE_PACKAGES);

function filesIn(folder: string): string[] {
  const path = join(root, folder);
  if (!statSync(path, { throwIfNoEntry: false })) return [];
  if (folder.endsWith('.ts')) return [folder];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(
    /^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

const partOf = (path: string) =>
  parts.find((part) => path === part || path === part.replace(/\.ts$/, '') || path.startsWith(`${part}/`));

describe('imports point inward', () => {
  test.each(parts)('%s', (part) => {
    const wrong = filesIn(part).flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(root, normalize(join(root, dirname(file), name))))
        .filter((path) => !path.startsWith(part.replace(/\.ts$/, '')))
        .filter((path) => !MAY_IMPORT[part]?.includes(partOf(path) ?? path))
        .map((path) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the rule sees what it forbids', () => {
    expect(filesIn('src/engine').length).toBeGreaterThan(20);
    expect(partOf('src/ports/clock')).toBe('src/ports');
    expect(partOf('src/config')).toBe('src/config.ts');
  });
});

describe('the engine and the mail are pure', () => {
  test.each(pureParts)('%s imports nothing that does I/O', (part) => {
    const packages = filesIn(part).flatMap((file) => importsOf(file).filter((name) => !name.startsWith('.')));
    expect(packages.filter((name) => !PURE_PACKAGES[part]?.includes(name))).toEqual([]);
  });

  test.each(pureParts)('%s reads no clock, draws no random number, knows no process', (part) => {
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\b|\brandomBytes\b|\bprocess\./;
    const wrong = filesIn(part).filter((file) => impure.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  test('the engine decides at once: it waits for nothing', () => {
    const wrong = filesIn('src/engine').filter((file) => /\bawait\b/.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  test('only functions and adapters know the AWS SDK', () => {
    const inner = [
      'src/engine',
      'src/mail',
      'src/ports',
      'src/app',
      'src/actions',
      'src/channels',
      'lib',
      'bin/app.ts',
    ];
    const wrong = inner.flatMap(filesIn).filter((file) => importsOf(file).some((name) => name.startsWith('@aws-sdk/')));
    expect(wrong).toEqual([]);
  });

  test('zod is imported as a namespace: the named import bundles all its locales', () => {
    const wrong = [...parts, 'local']
      .flatMap(filesIn)
      .filter((file) => /import \{[^}]*\bz\b[^}]*\} from 'zod'/.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });
});
