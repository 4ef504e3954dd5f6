#!/usr/bin/env -S node --no-warnings --import tsx
import { run } from './cli/program';
import { processTerminal } from './cli/terminal';

process.exitCode = await run(process.argv.slice(2), processTerminal);
