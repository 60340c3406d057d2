import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
