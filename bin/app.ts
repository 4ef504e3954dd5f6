import { createApp } from '../lib/app';
import { addChecks } from '../lib/checks';

addChecks(createApp());
